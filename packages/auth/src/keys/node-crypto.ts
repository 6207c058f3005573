/** A key object of `node:crypto`, as far as this package uses it. */
export interface NodeKeyObject {
  export(options: { format: "jwk" }): { x: string };
}

/** What this package uses of `node:crypto`, declared here so that browser builds need no Node types. */
export interface NodeCrypto {
  createPrivateKey(options: { key: object; format: "jwk" }): NodeKeyObject;
  createPublicKey(options: { key: object; format: "jwk" }): NodeKeyObject;
  sign(algorithm: null, data: Uint8Array, key: NodeKeyObject): Uint8Array;
  verify(algorithm: null, data: Uint8Array, key: NodeKeyObject, signature: Uint8Array): boolean;
  createHash(algorithm: "sha512-256"): {
    update(data: string): { digest(): Uint8Array };
  };
  hash?(algorithm: "sha512-256", data: string, encoding: "latin1"): string;
  randomFillSync(bytes: Uint8Array): Uint8Array;
}

/** `node:crypto` without an import statement, which would break browser bundles. */
export function nodeCrypto(): NodeCrypto | undefined {
  const { process } = globalThis as {
    process?: { getBuiltinModule?: (name: string) => unknown };
  };
  return process?.getBuiltinModule?.("node:crypto") as NodeCrypto | undefined;
}
