import { type Permissions, parsePublicKey } from "@kchat/auth";

/** Subject of the service when nothing else is said; the tutorial's. */
export const defaultSubject = "chat.req.access";

/** Queue group of the service when nothing else is said; the tutorial's. */
export const defaultQueue = "kubecon";

/** How long the server lets a service reply; every answer is given well before. */
const replyTtlMs = 5_000;

/**
 * Permissions of the provisioner's own user: it hears requests, and replies to each once within five seconds.
 *
 * It can publish nothing else, so stolen creds of the service forge nothing.
 *
 * @example
 * ```ts
 * const { pub, sub, resp } = provisionerPermissions();
 * ```
 */
export function provisionerPermissions(
  options: { subject?: string | undefined } = {},
): Permissions {
  const { subject = defaultSubject } = options;
  return {
    // Without an allow list, response permissions alone leave nothing to publish; the deny list says it to the reader.
    pub: { deny: [">"] },
    sub: { allow: [subject] },
    resp: { max: 1, ttl: replyTtlMs * 1_000_000 },
  };
}

/**
 * Permissions of a user who may ask for credentials and do nothing else. Its connection needs
 * `inboxPrefix: inboxPrefix(publicKey)`.
 *
 * @param publicKey the requesting user's own key: nobody else's inbox is open to it
 * @throws AuthError `ERR_KEY_MALFORMED`, `ERR_KEY_NOT_CANONICAL`, `ERR_KEY_KIND`
 * @example
 * ```ts
 * const { pub, sub } = requesterPermissions(user.getPublicKey());
 * ```
 */
export function requesterPermissions(
  publicKey: string,
  options: { subject?: string | undefined } = {},
): Permissions {
  const { subject = defaultSubject } = options;
  return { pub: { allow: [subject] }, sub: { allow: [`${inboxPrefix(publicKey)}.>`] } };
}

/**
 * Prefix of the inboxes of a user, for the `inboxPrefix` option of its connection.
 *
 * @throws AuthError `ERR_KEY_MALFORMED`, `ERR_KEY_NOT_CANONICAL`, `ERR_KEY_KIND`
 * @example
 * ```ts
 * const connection = await connect({ authenticator, inboxPrefix: inboxPrefix(publicKey) });
 * ```
 */
export function inboxPrefix(publicKey: string): string {
  return `_INBOX_${parsePublicKey(publicKey, "user")}`;
}
