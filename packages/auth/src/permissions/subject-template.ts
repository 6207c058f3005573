import { AuthError } from "../errors/auth-error.js";
import {
  fillPlaceholders,
  findPlaceholders,
  MAX_PLACEHOLDERS,
  templateFunction,
} from "../scopes/functions.js";
import { describeSubjectProblem, type Subject, subjectProblem } from "../subjects/subject.js";

declare const templateBrand: unique symbol;

/** A checked subject that holds placeholders such as `{{subject()}}`; only scoped signing keys fill them. */
export type SubjectTemplate = string & { readonly [templateBrand]: true };

/** A placeholder for {@link subject}. */
export interface TemplateValue {
  readonly placeholder: string;
}

const value = (operation: string): TemplateValue => ({ placeholder: `{{${operation}}}` });

const tagKey = (key: string): string => {
  if (/^[a-z0-9_-]{1,64}$/.test(key)) return key;
  throw new AuthError(
    "ERR_TEMPLATE",
    `the tag key ${JSON.stringify(key.slice(0, 80))} never matches: servers look for lower case, and a key needs letters, digits, _ or -`,
  );
};

/**
 * The functions that scope templates know; prefer `subject()`, whose value nobody can choose.
 *
 * @example
 * ```ts
 * import { fromUser, subject } from "@kchat/auth";
 *
 * subject`_INBOX_${fromUser.subject()}.>`; // "_INBOX_{{subject()}}.>"
 * ```
 */
export const fromUser = {
  /** The user's name. Whoever chooses names chooses subjects: check them with {@link isSafeTemplateValue}. */
  name: (): TemplateValue => value("name()"),
  /** The user's public key. */
  subject: (): TemplateValue => value("subject()"),
  /** Values of the user's tags `key:value`. */
  tag: (key: string): TemplateValue => value(`tag(${tagKey(key)})`),
  accountName: (): TemplateValue => value("account-name()"),
  /** The account's public key. */
  accountSubject: (): TemplateValue => value("account-subject()"),
  accountTag: (key: string): TemplateValue => value(`account-tag(${tagKey(key)})`),
} as const;

/**
 * Checks a text as subject or template: known functions only, and a valid subject once they are filled.
 *
 * @throws {@link AuthError} `ERR_SUBJECT`, or `ERR_TEMPLATE` for braces that are no known function
 *
 * @example
 * ```ts
 * import { parseSubjectTemplate } from "@kchat/auth";
 *
 * parseSubjectTemplate("dms.{{ name() }}"); // "dms.{{name()}}"
 * ```
 */
export const parseSubjectTemplate = (text: string): Subject | SubjectTemplate => {
  const placeholders = findPlaceholders(text);
  if (placeholders.length > MAX_PLACEHOLDERS) {
    throw new AuthError(
      "ERR_TEMPLATE",
      `${JSON.stringify(text.slice(0, 80))} holds more than ${MAX_PLACEHOLDERS} placeholders`,
    );
  }
  for (const { text: source, operation } of placeholders) {
    const known = templateFunction(operation);
    if (!known || operation !== operation.toLowerCase()) {
      throw new AuthError(
        "ERR_TEMPLATE",
        `${JSON.stringify(source.slice(0, 80))} is not a template function; there are name(), subject(), account-name(), account-subject(), tag(key) and account-tag(key)`,
      );
    }
    if ("key" in known) tagKey(known.key);
  }
  const filled = fillPlaceholders(text, placeholders, () => "x");
  if (filled.includes("{{") || filled.includes("}}")) {
    throw new AuthError(
      "ERR_TEMPLATE",
      `${JSON.stringify(text.slice(0, 80))} holds unmatched braces; write {{name()}}`,
    );
  }
  const problem = subjectProblem(filled);
  if (problem) throw new AuthError("ERR_SUBJECT", describeSubjectProblem(text, problem));
  const normal = fillPlaceholders(text, placeholders, ({ operation }) => `{{${operation}}}`);
  return normal as Subject | SubjectTemplate;
};

const literalToken = (text: string): string => {
  if (subjectProblem(text) === undefined && !/[.*>{}]/.test(text)) return text;
  throw new AuthError(
    "ERR_SUBJECT",
    `${JSON.stringify(text.slice(0, 80))} must be one literal token to be filled into a subject: no dots, wildcards, braces or white space`,
  );
};

/**
 * Writes a subject with values in it; a value is always one literal token, so it can't bring wildcards.
 *
 * @throws {@link AuthError} `ERR_SUBJECT` for a value with dots, wildcards or white space
 *
 * @example
 * ```ts
 * import { fromUser, subject } from "@kchat/auth";
 *
 * subject`chat.rooms.${room}.posts.${fromUser.subject()}`;
 * ```
 */
export const subject = (
  texts: TemplateStringsArray,
  ...values: readonly (string | TemplateValue)[]
): Subject | SubjectTemplate => {
  const filled = values.map((part) =>
    typeof part === "string" ? literalToken(part) : part.placeholder,
  );
  return parseSubjectTemplate(String.raw({ raw: texts }, ...filled));
};
