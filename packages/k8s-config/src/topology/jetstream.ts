import type { Field } from "./field.js";
import { readSize, type Size } from "./size.js";

/** Streams and key-value stores, kept by every server of the topology. */
export interface JetStreamInput {
  /** Disk for each server, and the size of its volume. */
  maxFile: Size;
  /** Memory for each server. @default no memory streams */
  maxMemory?: Size | undefined;
  /** Absolute directory on the server. @default "/data" */
  storeDir?: string | undefined;
  /** Storage class of the volumes on Kubernetes. @default the cluster's own */
  storageClass?: string | undefined;
}

/** JetStream with every default filled in. */
export interface JetStream {
  readonly maxFile: Size;
  readonly maxMemory?: Size | undefined;
  readonly storeDir: string;
  readonly storageClass?: string | undefined;
}

export function readJetStream(field: Field): JetStream | undefined {
  if (field.absent) return undefined;
  const fields = field.fields("maxFile", "maxMemory", "storeDir", "storageClass");
  fields.maxFile.required('the disk for each server, such as "10Gi"');
  const maxFile = readSize(fields.maxFile);
  const maxMemory = readSize(fields.maxMemory);
  // The chart copies the path into a YAML template without quotes, where ` #` or `: ` would change its meaning.
  const path = /^\/[\w./-]{0,255}$/;
  const expected = "an absolute path of letters, digits, and . _ - /";
  const storeDir = fields.storeDir.textLike(path, "invalid-path", expected);
  const storageClass = fields.storageClass.textLike(
    /^[a-z0-9](?:[-.a-z0-9]{0,251}[a-z0-9])?$/,
    "invalid-name",
    "the name of a storage class (lower-case DNS name)",
  );
  if (maxFile === undefined) return undefined;
  return { maxFile, maxMemory, storeDir: storeDir ?? "/data", storageClass };
}
