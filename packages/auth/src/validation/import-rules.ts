import { isContainedIn } from "../subjects/go-subject.js";
import { renamedSubject, renamingIssues } from "../subjects/renaming.js";
import { createSubjectTree, type SubjectTree } from "../subjects/subject-tree.js";
import { checkActivation } from "./activation-rules.js";
import { checkSubject } from "./common-rules.js";
import { goQuote } from "./go-quote.js";
import type { Findings } from "./issue.js";
import type { LoadedAccount, LoadedImport } from "./load-account.js";
import { loadActivation } from "./load-activation.js";

type Import = NonNullable<LoadedImport>;

const checkToken = (entry: Import, importer: string, path: string, found: Findings): void => {
  const at = `${path}.token`;
  const quoted = goQuote(entry.subject);
  const activation = loadActivation(entry.token);
  if (!activation) {
    found.error(`import ${quoted} contains an invalid activation token`, at);
    return;
  }
  const { iss, sub, nats } = activation;
  if (iss !== entry.account && nats.issuer_account !== entry.account) {
    found.error(`activation token doesn't match account for import ${quoted}`, at);
  }
  if (sub !== importer) {
    found.error(`activation token doesn't match account it is being included in, ${quoted}`, at);
  }
  if (nats.kind !== entry.type) {
    found.error(
      `mismatch between token import type ${nats.kind} and type of import ${entry.type}`,
      at,
    );
  }
  checkActivation(activation, found);
  const granted = entry.type === "service" && entry.to !== "" ? entry.to : entry.subject;
  if (!isContainedIn(granted, nats.subject)) {
    found.error(
      `activation token import subject ${goQuote(nats.subject)} doesn't match import ${quoted}`,
      at,
    );
  }
};

const checkImport = (entry: Import, importer: string, path: string, found: Findings): void => {
  const { type, subject, local_subject: local, to } = entry;
  if (type === "unknown") found.error('invalid import type: "unknown"', `${path}.type`);
  if (type === "service" && entry.allow_trace) {
    found.error("AllowTrace only valid for stream import", `${path}.allow_trace`);
  }
  if (entry.account === "") {
    found.error("account to import from is not specified", `${path}.account`);
  }
  if (to !== "") {
    found.warning("the field to has been deprecated (use LocalSubject instead)", `${path}.to`);
  }
  checkSubject(subject, `${path}.subject`, found);
  if (local !== "") {
    for (const issue of renamingIssues(local, subject)) {
      found.error(issue, `${path}.local_subject`);
    }
    if (to !== "") found.error("Local Subject replaces To", `${path}.local_subject`);
  }
  if (entry.share && type !== "service") {
    found.error(
      `sharing information (for latency tracking) is only valid for services: ${goQuote(subject)}`,
      `${path}.share`,
    );
  }
  if (entry.token !== "") checkToken(entry, importer, path, found);
};

/** Names that services occupy, compared inside one exporting account only. */
const createServiceNames = (found: Findings) => {
  const accounts = new Map<string, { names: Set<string>; tree: SubjectTree<string> }>();
  return (entry: Import, path: string): void => {
    const name = entry.to || renamedSubject(entry.local_subject) || entry.subject;
    const known = accounts.get(entry.account) ?? {
      names: new Set<string>(),
      tree: createSubjectTree<string>(),
    };
    accounts.set(entry.account, known);
    const overlapping = new Set([
      ...known.tree.containersOf(name),
      ...known.tree.containedIn(name),
    ]);
    for (const other of overlapping) {
      found.error(
        `overlapping subject namespace for ${goQuote(name)} and ${goQuote(other)} in same account ${goQuote(entry.account)}`,
        path,
      );
    }
    if (known.names.has(name)) {
      found.error(
        `overlapping subject namespace for ${goQuote(name)} in account ${goQuote(entry.account)}`,
        path,
      );
      return;
    }
    known.names.add(name);
    known.tree.add(name, name);
  };
};

/** The imports of an account (`jwt: v2/imports.go` Imports.Validate). */
export const checkImports = (
  imports: LoadedAccount["imports"],
  importer: string,
  found: Findings,
): void => {
  const occupy = createServiceNames(found);
  for (const [index, entry] of imports.entries()) {
    const path = `nats.imports[${index}]`;
    if (!entry) {
      found.error("null import is not allowed", path);
      continue;
    }
    if (entry.type === "service") occupy(entry, path);
    checkImport(entry, importer, path, found);
  }
};
