import * as modern from "@nats-io/nkeys";
import * as classic from "nkeys.js";
import { describe, expect, expectTypeOf, it } from "vitest";
import {
  createAccount,
  createCluster,
  createCurve,
  createOperator,
  createServer,
  createUser,
  fromPublic,
  fromSeed,
  type KeyPair,
} from "../../src/index.js";

const data = new TextEncoder().encode("nonce");
const creators = [
  createOperator,
  createAccount,
  createUser,
  createServer,
  createCluster,
] as const satisfies readonly (() => KeyPair)[];

describe.each([
  ["nkeys.js", classic],
  ["@nats-io/nkeys", modern],
] as const)("a key pair beside those of %s", (_, lib) => {
  it("has their type", () => {
    expectTypeOf<KeyPair>().toExtend<classic.KeyPair>();
    expectTypeOf<KeyPair>().toExtend<modern.KeyPair>();
  });

  it.each(creators.map((create) => [create().publicKey[0], create] as const))(
    "of kind %s signs, verifies and travels the same way",
    (_letter, create) => {
      const ours = create();
      const theirs = lib.fromSeed(ours.getSeed());
      expect(theirs.getPublicKey()).toBe(ours.getPublicKey());
      expect(new TextDecoder().decode(theirs.getPrivateKey())).toBe(
        new TextDecoder().decode(ours.getPrivateKey()),
      );
      expect([...theirs.sign(data)]).toEqual([...ours.sign(data)]);
      expect(theirs.verify(data, ours.sign(data))).toBe(true);
      expect(ours.verify(data, theirs.sign(data))).toBe(true);
      expect(fromPublic(theirs.getPublicKey()).verify(data, theirs.sign(data))).toBe(true);
      expect(fromSeed(theirs.getSeed()).publicKey).toBe(ours.publicKey);
    },
  );

  it("opens what theirs sealed and seals what theirs open", () => {
    const ours = createCurve();
    const theirs = lib.createCurve();
    const sealed = theirs.seal(data, ours.publicKey);
    expect([...(ours.open(sealed, theirs.getPublicKey()) ?? [])]).toEqual([...data]);
    const answer = ours.seal(data, theirs.getPublicKey());
    expect([...(theirs.open(answer, ours.publicKey) ?? [])]).toEqual([...data]);
  });
});
