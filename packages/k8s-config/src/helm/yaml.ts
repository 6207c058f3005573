import { Document, Scalar, visit } from "yaml";
import type { HelmValues } from "./values.js";

/**
 * Writes values as YAML that every parser reads alike.
 *
 * Helm reads a flavour of YAML 1.1, where a plain `no`, `on` or `1_000` is not text: all text is quoted.
 *
 * @example
 * ```ts
 * import { renderHelmValues, writeYaml } from "@kchat/k8s-config";
 *
 * process.stdout.write(writeYaml(renderHelmValues(topology, "ams")));
 * ```
 */
export function writeYaml(values: HelmValues): string {
  const document = new Document(values, { compat: "yaml-1.1", aliasDuplicateObjects: false });
  visit(document, {
    Scalar(position, node) {
      if (position === "key" || typeof node.value !== "string") return;
      node.type = isBlock(node.value) ? Scalar.BLOCK_LITERAL : Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** A block shows files as files; it can only hold printable text. */
function isBlock(text: string): boolean {
  return /^\S[\n\x20-\x7e]*\n$/.test(text);
}
