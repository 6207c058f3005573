// What the proof asks of the page, by the browser's debugger.
import * as keys from "./keys.js";
import * as person from "./person.js";
import * as worker from "./worker.js";

const acts = Object.assign({}, keys, person, worker);

/** What a page can be asked to do: everything takes and gives JSON. */
export type Acts = typeof acts;

Object.assign(globalThis, { kchat: acts });
acts.platform();
