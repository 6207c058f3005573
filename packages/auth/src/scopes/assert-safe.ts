import type { Permissions } from "../claims/types/permissions.js";
import { AuthError } from "../errors/auth-error.js";
import { previewScope, type ScopePreview } from "./preview.js";
import type { ScopeUser } from "./scope-user.js";

/** Names and tag values that are one literal token in every template: letters, digits, `_` and `-`, at most 64. */
const safeValue = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Whether a name or tag value is safe in any template.
 *
 * @example
 * ```ts
 * import { isSafeTemplateValue } from "@kchat/auth";
 *
 * isSafeTemplateValue("x.>"); // false
 * ```
 */
export const isSafeTemplateValue = (value: string): boolean => safeValue.test(value);

/**
 * Expands a scope for a user and refuses whatever is not exactly what the template's author wrote.
 *
 * @throws {@link AuthError} `ERR_TEMPLATE` when a server would refuse the user, or when a name or tag
 * brings wildcards, tokens or placeholders of its own
 *
 * @example
 * ```ts
 * import { assertSafeScope } from "@kchat/auth";
 *
 * const { permissions } = assertSafeScope(template, { name: "walid", subject: user.getPublicKey() });
 * ```
 */
export const assertSafeScope = (template: Permissions, user: ScopeUser): ScopePreview => {
  const preview = previewScope(template, user);
  const [refusal] = preview.refusals;
  if (refusal) {
    throw new AuthError(
      "ERR_TEMPLATE",
      `${refusal.list} ${JSON.stringify(refusal.entry)} keeps this user out: ${refusal.reason}`,
    );
  }
  const [injection] = preview.injections;
  if (injection) {
    throw new AuthError(
      "ERR_TEMPLATE",
      `${injection.list} ${JSON.stringify(injection.entry)}: the value ${JSON.stringify(injection.value.slice(0, 80))} of ${injection.operation} would grant ${JSON.stringify(injection.subject.slice(0, 80))}; ` +
        "a value must be one literal token of letters, digits, _ and -",
    );
  }
  return preview;
};
