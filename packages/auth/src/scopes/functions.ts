import { goTrim } from "../claims/json/go-text.js";

/** A `{{…}}` of a template entry. */
export interface Placeholder {
  /** With its braces, as it stands in the entry. */
  readonly text: string;
  /** Where it starts in the entry. */
  readonly at: number;
  /** Without braces and surrounding white space. */
  readonly operation: string;
}

/** Most placeholders in one entry; more are only ever made to fill somebody's memory. */
export const MAX_PLACEHOLDERS = 64;

/** What a placeholder stands for. */
export type TemplateFunction =
  | { readonly kind: "name" | "subject" | "account-name" | "account-subject" }
  | {
      readonly kind: "tag" | "account-tag";
      /** The tag's key as servers print it. */
      readonly key: string;
    };

/**
 * The placeholders of an entry, left to right: two braces, anything but `}`, two braces
 * (`nats-server: server/auth.go` mustacheRE). Scans once: the expression itself is quadratic on `{{{{…`.
 * Stops after one more than {@link MAX_PLACEHOLDERS}, which is enough to refuse the entry.
 */
export const findPlaceholders = (entry: string): Placeholder[] => {
  const found: Placeholder[] = [];
  for (let start = entry.indexOf("{{"); start >= 0 && found.length <= MAX_PLACEHOLDERS; ) {
    const close = entry.indexOf("}", start + 2);
    if (close < 0) break;
    if (close > start + 2 && entry[close + 1] === "}") {
      found.push({
        text: entry.slice(start, close + 2),
        at: start,
        operation: goTrim(entry.slice(start + 2, close)),
      });
      start = entry.indexOf("{{", close + 2);
    } else start = entry.indexOf("{{", close + 1);
  }
  return found;
};

/** The entry with something else in the place of each placeholder. */
export const fillPlaceholders = (
  entry: string,
  placeholders: readonly Placeholder[],
  fill: (placeholder: Placeholder) => string,
): string => {
  let filled = "";
  let end = 0;
  for (const placeholder of placeholders) {
    filled += entry.slice(end, placeholder.at) + fill(placeholder);
    end = placeholder.at + placeholder.text.length;
  }
  return filled + entry.slice(end);
};

const tagFunction = (kind: "tag" | "account-tag", operation: string): TemplateFunction => {
  // The name matches ignoring case but is cut off only in lower case, so `TAG(x)` looks for the key `TAG(x`.
  const cut = operation.startsWith(`${kind}(`) ? operation.slice(kind.length + 1) : operation;
  return { kind, key: cut.slice(0, -1) };
};

/** The usual spelling of functions without an argument. */
const USUAL: ReadonlyMap<string, TemplateFunction> = new Map(
  (["name", "subject", "account-name", "account-subject"] as const).map((kind) => [
    `${kind}()`,
    { kind },
  ]),
);

/**
 * What an operation stands for, or `undefined` when servers do not know it
 * (`nats-server: server/auth.go` processUserPermissionsTemplate).
 */
export const templateFunction = (operation: string): TemplateFunction | undefined => {
  const usual = USUAL.get(operation);
  if (usual) return usual;
  if (/^name\(\)$/iu.test(operation)) return { kind: "name" };
  if (/^subject\(\)$/iu.test(operation)) return { kind: "subject" };
  if (/^account-name\(\)$/iu.test(operation)) return { kind: "account-name" };
  if (/^account-subject\(\)$/iu.test(operation)) return { kind: "account-subject" };
  if (!operation.endsWith(")")) return undefined;
  if (/^tag\(/i.test(operation)) return tagFunction("tag", operation);
  if (/^account-tag\(/i.test(operation)) return tagFunction("account-tag", operation);
  return undefined;
};
