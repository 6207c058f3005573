// Plain JavaScript that every Node reads, so that one too old gets a sentence instead of a stack trace.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `kchat needs Node 20.19 or newer and this is ${process.versions.node}; install one from https://nodejs.org and run npm ci again.`,
  );
  process.exit(1);
}
// Ink draws several times faster without React's development checks.
process.env.NODE_ENV ??= "production";
try {
  const { register } = await import("tsx/esm/api");
  register();
} catch {
  console.error("the packages are not installed; run npm ci first.");
  process.exit(1);
}
await import("./main.ts");
