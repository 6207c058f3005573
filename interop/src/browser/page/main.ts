// What the proof asks of the page, by the browser's debugger.
import {
  answerSealed,
  issueCreds,
  makeAccount,
  platform,
  refusalOf,
  signWith,
  signWithNewKeys,
  verifies,
} from "./keys.js";
import {
  dm,
  eavesdrop,
  hears,
  join,
  leave,
  notices,
  post,
  publishPlainly,
  seed,
  sees,
  write,
} from "./person.js";
import { received, stopWorking, work } from "./worker.js";

const acts = {
  answerSealed,
  issueCreds,
  makeAccount,
  platform,
  refusalOf,
  signWith,
  signWithNewKeys,
  verifies,
  dm,
  eavesdrop,
  hears,
  join,
  leave,
  notices,
  post,
  publishPlainly,
  seed,
  sees,
  write,
  received,
  stopWorking,
  work,
};

/** What a page can be asked to do: everything takes and gives JSON. */
export type Acts = typeof acts;

Object.assign(globalThis, { kchat: acts });
acts.platform();
