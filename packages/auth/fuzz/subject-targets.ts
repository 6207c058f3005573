import {
  can,
  compilePermissions,
  goQuote,
  goSubjectIssues,
  hasWildcards,
  intersect,
  isContainedIn,
  isServerSubject,
  parseLiteralSubject,
  parseSubject,
  parseSubjectTemplate,
  previewScope,
  reduceSubjects,
  renamedSubject,
  renamingIssues,
  type Subject,
} from "../src/index.js";
import type { Target } from "./targets.js";

const USER = "UANJ5FXFF5TPGTGBOF2WDBEBDZJN65NL3AHQGOXOBIU5NWAV6E2K5V2B";
const OTHERS = ["a.*.b.*", "a.>", "*.a", "dms.u"] as readonly string[] as readonly Subject[];

/** Whatever reads subjects and templates. */
export const SUBJECT_TARGETS: readonly Target[] = [
  { name: "subject", sort: "subject", parse: (text) => parseSubject(text) },
  { name: "subject, literal", sort: "subject", parse: (text) => parseLiteralSubject(text) },
  {
    name: "subject, go",
    sort: "subject",
    parse: (text) => [goSubjectIssues(text), hasWildcards(text)],
  },
  {
    name: "subject, server",
    sort: "subject",
    parse: (text) => [isServerSubject(text), goQuote(text)],
  },
  {
    name: "subject, compared",
    sort: "subject",
    parse: (text) =>
      OTHERS.map((other) => [isContainedIn(text, other), intersect(other, text as Subject)]),
  },
  {
    name: "subjects, reduced",
    sort: "subject",
    parse: (text) => reduceSubjects([...OTHERS, ...(text.split(" ", 50) as Subject[])]),
  },
  { name: "renaming", sort: "subject", parse: (text) => renamingIssues(text, "a.*.b.*") },
  { name: "renamed", sort: "subject", parse: (text) => renamedSubject(text) },
  { name: "subject template", sort: "subject", parse: (text) => parseSubjectTemplate(text) },
  {
    name: "permissions",
    sort: "subject",
    parse: (text) => {
      const lists = { allow: [text, ...OTHERS], deny: text.split(".", 50) };
      return compilePermissions({ pub: lists, sub: lists }).canSubscribe(text, text);
    },
  },
  {
    name: "can",
    sort: "subject",
    parse: (text) => {
      const user = { sub: USER, nats: { pub: { allow: [text] }, sub: { allow: [text] } } };
      return [can(user, "publish", text), can(user, "subscribe", "a.b")];
    },
  },
  {
    name: "scope template",
    sort: "subject",
    parse: (text) =>
      previewScope({ pub: { allow: [text] }, sub: { deny: [text] } }, { subject: USER }),
  },
  {
    name: "scope value",
    sort: "subject",
    parse: (text) =>
      previewScope(
        { pub: { allow: ["a.{{name()}}.{{tag(x)}}"] } },
        { subject: USER, name: text, tags: [`x:${text}`, text] },
      ),
  },
];
