import { K8sConfigError } from "@kchat/k8s-config";
import { NatsServerError } from "@kchat/nats-server";
import type { Options } from "./options.js";

/** One sentence on what went wrong and what to do, without a stack trace. */
export function explain(error: unknown, options: Pick<Options, "dir">): string {
  const code = errno(error);
  if (code === "EACCES" || code === "EROFS" || code === "EPERM")
    return `the directory ${options.dir ?? ".kchat"} can't be written; choose another with --dir.`;
  // The topology names the server that failed; the server says why and what to do.
  if (K8sConfigError.isInstance(error) && NatsServerError.isInstance(error.cause))
    return error.cause.message;
  return error instanceof Error ? error.message : String(error);
}

function errno(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ("syscall" in at && "code" in at && typeof at.code === "string") return at.code;
  }
  return undefined;
}
