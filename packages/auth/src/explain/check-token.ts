import { isBlocking } from "../validation/issue.js";
import { validateClaims } from "../validation/validate.js";
import { dateOf, type Facts } from "./facts.js";
import { fail, pass, type Step } from "./step.js";

/** What CONNECT holds beside the token: signature, names, versions and flags. */
const CONNECT_REST_BYTES = 350;

/** Servers read the CONNECT line into a buffer and drop the socket without a word when it overflows. */
export const checkConnectLine = (token: string, maxControlLine: number): Step => {
  const bytes = token.length + CONNECT_REST_BYTES;
  return bytes <= maxControlLine
    ? pass("connect-line", `CONNECT takes about ${bytes} of ${maxControlLine} bytes`)
    : fail(
        "connect-line",
        `CONNECT takes about ${bytes} bytes, the server reads ${maxControlLine} and drops the socket`,
        "move the permissions into a scoped signing key, or raise max_control_line",
      );
};

/** A claim may demand a proxy. */
export const checkProxy = ({ limits, options }: Facts): Step =>
  limits.proxy_required && !options.viaProxy
    ? fail("proxy", "the user may only come through a trusted proxy", "connect through the proxy")
    : pass("proxy", limits.proxy_required ? "comes through a proxy" : "no proxy is required");

/** Errors and times of the user's own claim. */
export const checkValidation = ({ user, at }: Facts): Step => {
  const { issues } = validateClaims("user", user, { now: at, disable: "off" });
  if (!isBlocking(issues)) {
    const end = user.exp ? `until ${dateOf(user.exp)}` : "without end";
    return pass("validation", `the claim is valid ${end}`);
  }
  const serious = issues.filter((issue) => issue.blocking || issue.timeCheck);
  const times = `nbf ${user.nbf ? dateOf(user.nbf) : "none"}, exp ${user.exp ? dateOf(user.exp) : "none"}, now ${dateOf(at)}`;
  return fail(
    "validation",
    `${serious.map((issue) => issue.description).join("; ")} (${times})`,
    "issue the user again with a valid claim",
  );
};
