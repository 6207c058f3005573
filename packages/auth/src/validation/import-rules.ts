import { decodeActivation } from "../claims/token/decode.js";
import type { ActivationClaims, Import } from "../claims/types/sharing.js";
import { isContainedIn, oversizeIssue } from "../subjects/go-subject.js";
import { renamedSubject, renamingIssues } from "../subjects/renaming.js";
import { createSubjectTree, type SubjectTree } from "../subjects/subject-tree.js";
import { checkActivation } from "./activation-rules.js";
import { checkSubject } from "./common-rules.js";
import { goQuote } from "./go-quote.js";
import type { Findings } from "./issue.js";

/** Only its signature and its own issuer are checked here; whether it is expired is not. */
const decode = (token: string): ActivationClaims | undefined => {
  try {
    return decodeActivation(token, { mode: "go" });
  } catch {
    return undefined;
  }
};

/** Most activation tokens that are verified: each takes as long as a hundred other rules. */
const MAX_VERIFIED = 256;

const checkToken = (entry: Import, importer: string, path: string, found: Findings): void => {
  const at = `${path}.token`;
  const { token = "", account = "", type = "unknown", to, subject = "" } = entry;
  const quoted = goQuote(subject);
  const activation = decode(token);
  if (!activation) {
    found.error(`import ${quoted} contains an invalid activation token`, at);
    return;
  }
  const { kind = "unknown", subject: granted = "", issuer_account: issuer = "" } = activation.nats;
  if (activation.iss !== account && issuer !== account) {
    found.error(`activation token doesn't match account for import ${quoted}`, at);
  }
  if (activation.sub !== importer) {
    found.error(`activation token doesn't match account it is being included in, ${quoted}`, at);
  }
  if (kind !== type) {
    found.error(`mismatch between token import type ${kind} and type of import ${type}`, at);
  }
  checkActivation(activation, found);
  if (!isContainedIn((type === "service" && to) || subject, granted)) {
    found.error(
      `activation token import subject ${goQuote(granted)} doesn't match import ${quoted}`,
      at,
    );
  }
};

const checkImport = (entry: Import, path: string, found: Findings): void => {
  const { type, subject = "", local_subject: local, to } = entry;
  if (!type) found.error('invalid import type: "unknown"', `${path}.type`);
  if (type === "service" && entry.allow_trace) {
    found.error("AllowTrace only valid for stream import", `${path}.allow_trace`);
  }
  if (!entry.account) {
    found.error("account to import from is not specified", `${path}.account`);
  }
  if (to) {
    found.warning("the field to has been deprecated (use LocalSubject instead)", `${path}.to`);
  }
  checkSubject(subject, `${path}.subject`, found);
  if (local) {
    for (const issue of renamingIssues(local, subject)) {
      found.error(issue, `${path}.local_subject`);
    }
    if (to) found.error("Local Subject replaces To", `${path}.local_subject`);
  }
  if (entry.share && type !== "service") {
    found.error(
      `sharing information (for latency tracking) is only valid for services: ${goQuote(subject)}`,
      `${path}.share`,
    );
  }
};

/** Names that services occupy, compared inside one exporting account only. */
const createServiceNames = (found: Findings) => {
  const accounts = new Map<string, { names: Set<string>; tree: SubjectTree<string> }>();
  return (entry: Import, path: string): void => {
    const { account = "", subject = "", local_subject: local = "" } = entry;
    // Reported for its length where it stands.
    if (oversizeIssue(subject) || oversizeIssue(local) || oversizeIssue(entry.to ?? "")) return;
    const name = entry.to || (local && renamedSubject(local)) || subject;
    let known = accounts.get(account);
    if (!known) {
      const tree = createSubjectTree<string>({ budget: found.budget });
      known = { names: new Set<string>(), tree };
      accounts.set(account, known);
    }
    const containers = known.tree.containersOf(name);
    const contained = known.tree.containedIn(name);
    for (const other of contained.length > 0
      ? new Set([...containers, ...contained])
      : containers) {
      found.error(
        `overlapping subject namespace for ${goQuote(name)} and ${goQuote(other)} in same account ${goQuote(account)}`,
        path,
      );
    }
    if (known.names.has(name)) {
      found.error(
        `overlapping subject namespace for ${goQuote(name)} in account ${goQuote(account)}`,
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
  imports: readonly (Import | null)[],
  importer: string,
  found: Findings,
): void => {
  const occupy = createServiceNames(found);
  let tokens = 0;
  for (const [index, entry] of imports.entries()) {
    const path = `nats.imports[${index}]`;
    if (!entry) {
      found.error("null import is not allowed", path);
      continue;
    }
    if (entry.type === "service") occupy(entry, path);
    checkImport(entry, path, found);
    if (!entry.token) continue;
    tokens += 1;
    if (tokens <= MAX_VERIFIED) checkToken(entry, importer, path, found);
    else if (tokens === MAX_VERIFIED + 1) {
      found.warning(
        `more than ${MAX_VERIFIED} imports hold activation tokens; this one and the others are not verified`,
        `${path}.token`,
      );
    }
  }
};
