import { type StrictCheck, shown } from "./rule.js";

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)$/i;

/** Names end up in file names (nsc), in comments of configuration files and in templates. */
const problemOf = (name: string): string | undefined => {
  if (/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) return "holds control characters or line breaks";
  if (/[/\\]/.test(name)) return "holds a path separator";
  if (name === "." || name === ".." || reserved.test(name)) return "is reserved by file systems";
  if (name !== name.trim()) return "starts or ends with white space";
  if (name.length > 200) return "is longer than file systems allow";
  return undefined;
};

/** Names that tools can store and print. */
export const checkNames: StrictCheck = ({ kind, claims }, _context, report) => {
  const { name } = claims;
  if (!name) return;
  const problem = problemOf(name);
  if (problem) report("safe-name", "error", `the name ${shown(name)} ${problem}`, "name");
  // nsc calls an activation as its subject is called.
  if (kind !== "activation" && /[*>]/.test(name)) {
    report(
      "wildcard-name",
      "warning",
      `the name ${shown(name)} holds a wildcard, to templates and to shells`,
      "name",
    );
  }
};
