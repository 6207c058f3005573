import { expect, it } from "vitest";
import { createUser, loadClaims, newUserClaims } from "../../src/index.js";

const { publicKey } = createUser();

// Expectations are answers of jwt 2.8.2: TagList.Add and CIDRList.Set.
it("trims the white space that Go knows and lowers letters one by one", () => {
  const tags = ["\u0085A\u00a0", "\ufeffb", "ΟΔΟΣ", "İ:x", " a ", ""];
  const claims = newUserClaims(publicKey, { nats: { tags } });
  expect(claims.nats.tags).toEqual(["a", "\ufeffb", "οδοσ", "i:x"]);
});

it("reads sources in one text the same way", () => {
  const nats = { src: "\u008510.0.0.0/8 ,\ufeff::/0,A::/8,a::/8," };
  const { src } = loadClaims("user", { sub: publicKey, nats }).nats;
  expect(src).toEqual(["10.0.0.0/8", "\ufeff::/0", "a::/8"]);
});
