import { isServerSubject } from "../subjects/server-subject.js";
import { MAX_SUBJECT_LENGTH } from "../subjects/subject.js";
import {
  findPlaceholders,
  MAX_PLACEHOLDERS,
  type Placeholder,
  templateFunction,
} from "./functions.js";
import { type ScopeUser, valuesOf } from "./scope-user.js";

/** Most subjects that one list may expand to (`nats-server: server/auth.go` maxPermTemplateSubjectExpansions). */
export const MAX_TEMPLATE_EXPANSIONS = 4096;

/**
 * Most steps that one list may take, a character copied or a tag compared, unlike on servers: ten thousand subjects of
 * usual length take fewer, and templates beyond are made to keep somebody busy.
 */
const MAX_WORK = 2_000_000;

/** One way to fill the placeholders of an entry; `subject` is absent when it is no valid subject. */
export interface Expansion {
  readonly entry: string;
  readonly values: readonly { readonly operation: string; readonly value: string }[];
  readonly subject?: string | undefined;
}

/** A list after expansion, or why a server refuses the connection over it. */
export type ExpandedList =
  | {
      readonly outcome: "expanded";
      readonly subjects: readonly string[];
      readonly expansions: readonly Expansion[];
    }
  | { readonly outcome: "refused"; readonly entry: string; readonly reason: string };

const TOO_MUCH_WORK = `its list takes more than ${MAX_WORK} steps to expand`;

/** Stands for an undefined tag: it makes the subject invalid. */
const UNDEFINED_TAG = " ";

/** Replaces every occurrence; longer results than any subject are cut off as invalid. */
const replaceAll = (text: string, placeholder: string, value: string): string => {
  const parts = text.split(placeholder);
  const length = text.length + (parts.length - 1) * (value.length - placeholder.length);
  return length > MAX_SUBJECT_LENGTH ? UNDEFINED_TAG : parts.join(value);
};

/** All combinations of values, the last placeholder varying fastest. */
function* combinations(values: readonly (readonly string[])[]): Generator<string[]> {
  const positions = values.map(() => 0);
  for (;;) {
    yield values.map((list, index) => list[positions[index] ?? 0] ?? "");
    let index = values.length - 1;
    for (; index >= 0; index--) {
      const next = (positions[index] ?? 0) + 1;
      positions[index] = next < (values[index]?.length ?? 0) ? next : 0;
      if (positions[index] !== 0) break;
    }
    if (index < 0) return;
  }
}

const fill = (
  entry: string,
  placeholders: readonly Placeholder[],
  values: readonly string[],
): Expansion => {
  let text = entry;
  // Placeholders are replaced one after the other, so a value that holds one is expanded too.
  for (const [index, { text: source }] of placeholders.entries()) {
    text = replaceAll(text, source, values[index] ?? "");
  }
  return {
    entry,
    values: placeholders.map(({ operation }, index) => ({ operation, value: values[index] ?? "" })),
    subject: isServerSubject(text) ? text : undefined,
  };
};

/**
 * Expands one list of a template for a user as servers do (`nats-server: server/auth.go`
 * processUserPermissionsTemplate): in allow lists invalid results are dropped, in deny lists they refuse.
 * More than {@link MAX_PLACEHOLDERS} placeholders in an entry refuse as well, unlike on servers.
 */
export const expandList = (
  list: readonly string[],
  user: ScopeUser,
  kind: "allow" | "deny",
): ExpandedList => {
  const parsed = list.map((entry) => ({ entry, placeholders: findPlaceholders(entry) }));
  if (parsed.every(({ placeholders }) => placeholders.length === 0)) {
    return { outcome: "expanded", subjects: list, expansions: [] };
  }
  const expansions: Expansion[] = [];
  const tags = (user.tags?.length ?? 0) + (user.accountTags?.length ?? 0);
  let valid = 0;
  let work = 0;
  for (const { entry, placeholders } of parsed) {
    if (placeholders.length > MAX_PLACEHOLDERS) {
      return {
        outcome: "refused",
        entry,
        reason: `it holds more than ${MAX_PLACEHOLDERS} placeholders`,
      };
    }
    const tooMuchWork = { outcome: "refused", entry, reason: TOO_MUCH_WORK } as const;
    // Every placeholder looks through the tags, and every combination fills each into the whole entry.
    const effort = (entry.length + 64) * Math.max(1, placeholders.length);
    work += effort + placeholders.length * tags;
    if (work > MAX_WORK) return tooMuchWork;
    const values: string[][] = [];
    let hasTags = false;
    for (const { operation } of placeholders) {
      const known = templateFunction(operation);
      if (!known) {
        return { outcome: "refused", entry, reason: `${operation} is not a template function` };
      }
      const found = valuesOf(known, user);
      hasTags ||= "key" in known;
      if (found.length === 0 && kind === "deny" && "key" in known) {
        return { outcome: "refused", entry, reason: `the tag ${known.key} is not defined` };
      }
      values.push(found.length === 0 ? [UNDEFINED_TAG] : found);
    }
    const count = values.reduce((product, found) => product * found.length, 1);
    if (hasTags && valid + count > MAX_TEMPLATE_EXPANSIONS) {
      const reason = `it expands to more than ${MAX_TEMPLATE_EXPANSIONS} subjects`;
      return { outcome: "refused", entry, reason };
    }
    for (const combination of combinations(values)) {
      work +=
        effort +
        combination.reduce((sum, value) => sum + Math.min(value.length, MAX_SUBJECT_LENGTH), 0);
      if (work > MAX_WORK) return tooMuchWork;
      const expansion = fill(entry, placeholders, combination);
      if (expansion.subject !== undefined) valid++;
      else if (kind === "deny") {
        return { outcome: "refused", entry, reason: "it expands to an invalid subject" };
      }
      expansions.push(expansion);
    }
  }
  const subjects = expansions.flatMap(({ subject }) => subject ?? []);
  return { outcome: "expanded", subjects, expansions };
};
