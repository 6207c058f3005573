/**
 * Why `go build` could not make a program, where that is the machine's doing; undefined when the program itself is at
 * fault, which is no reason to skip a proof.
 */
export function whyUnavailable(error: unknown): string | undefined {
  const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
  if (code === "ENOENT") return "Go is not installed";
  const line = stderr.split("\n").find((text) => /dial tcp|proxy|toolchain|requires go/.test(text));
  return line && `its modules can't be had: ${line.trim()}`;
}
