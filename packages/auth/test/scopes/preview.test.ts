import { expect, it } from "vitest";
import { previewScope } from "../../src/index.js";

it("denies everything once where nothing is left of an allow list, as servers do", () => {
  const template = { sub: { allow: ["{{tag(a)}}"], deny: [">", "x", "x"] } };
  const { permissions } = previewScope(template, { subject: "U" });
  expect(permissions.sub).toEqual({ allow: [], deny: [">", "x", "x"] });
});
