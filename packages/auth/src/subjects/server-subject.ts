/**
 * Whether a server takes a text as a subject: tokens are not empty, hold no blank, tab or line end, and
 * `>` is the last one (`nats-server: server/sublist.go` IsValidSubject).
 *
 * @example
 * ```ts
 * import { isServerSubject } from "@kchat/auth";
 *
 * isServerSubject("a.b*"); // true: a literal token
 * ```
 */
export const isServerSubject = (text: string): boolean => {
  const tokens = text.split(".");
  return tokens.every(
    (token, index) =>
      token !== "" && !/[ \t\n\f\r]/.test(token) && (token !== ">" || index === tokens.length - 1),
  );
};

/**
 * Whether a queue name falls under the queue name of a permission, which may be a pattern
 * (`nats-server: server/client.go` queueMatches).
 *
 * @example
 * ```ts
 * queueMatches("v1.workers", "v1.*"); // true
 * ```
 */
export const queueMatches = (queue: string, pattern: string): boolean => {
  if (queue === pattern) return true;
  const wanted = pattern.split(".");
  if (!wanted.some((token) => token === "*" || token === ">")) return false;
  const given = queue.split(".");
  for (const [index, token] of wanted.entries()) {
    const name = given[index];
    if (name === undefined || token === "") return false;
    if (token === ">") return true;
    if (name === "" || name === ">") return false;
    if (name === "*" ? token !== "*" : !token.startsWith("*") && token !== name) return false;
  }
  return given.length === wanted.length;
};
