import { describe, expect, it } from "vitest";
import {
  type AccountClaims,
  checkSharing,
  createAccount,
  exportService,
  exportStream,
  importService,
  importStream,
  issueActivation,
  newAccountClaims,
  withExport,
  withImport,
  withoutExport,
  withoutImport,
} from "../../src/index.js";

const NOW = 1_795_218_342;
const exporterKey = createAccount();
const signingKey = createAccount();
const importerKey = createAccount();
const exporter = newAccountClaims(exporterKey.publicKey, {
  name: "SYNADIA",
  nats: { signing_keys: [signingKey.publicKey] },
});
const importer = newAccountClaims(importerKey.publicKey, { name: "CNCF" });
const from = exporter.sub;

const problems = (...accounts: AccountClaims[]) =>
  checkSharing(accounts, NOW).map(({ problem }) => problem);

describe("checkSharing", () => {
  it("has nothing against an import within an export of the same kind", () => {
    const shared = withExport(exporter, exportStream({ subject: "status.>", access: "anyone" }));
    const wanted = withImport(importer, importStream({ from, subject: "status.eu.*" }));
    expect(problems(shared, wanted)).toEqual([]);
  });

  it.each([
    ["status.>", "status"],
    ["status.*", "status.a.b"],
    ["status.*", "status.>"],
    ["status.eu", "status.*"],
  ])("takes an export of %s not for one of %s", (offered, subject) => {
    const shared = withExport(exporter, exportStream({ subject: offered, access: "anyone" }));
    const wanted = withImport(importer, importStream({ from, subject }));
    expect(problems(shared, wanted)).toEqual(["not exported"]);
  });

  it("takes a service not for a stream, and a missing account not for one that shares", () => {
    const shared = withExport(exporter, exportStream({ subject: "a", access: "anyone" }));
    const wanted = withImport(importer, importService({ from, subject: "a" }));
    expect(problems(shared, wanted)).toEqual(["not exported"]);
    expect(problems(wanted)).toEqual(["exporter missing"]);
    const own = withImport(importer, importStream({ from: importer.sub, subject: "a" }));
    expect(problems(own)).toEqual(["import of itself"]);
  });

  it("wants the importer's own key where the export reserves a token for it", () => {
    const shared = withExport(
      exporter,
      exportService({ subject: "info.*", access: { accountAt: 2 } }),
    );
    const asking = (key: string) =>
      withImport(importer, importService({ from, subject: `info.${key}` }));
    expect(problems(shared, asking(importer.sub))).toEqual([]);
    expect(problems(shared, asking(exporter.sub))).toEqual(["account token"]);
  });

  describe("of an export by activation", () => {
    const shared = withExport(exporter, exportService({ subject: "deploy.*" }));
    const base = { exporter: shared, importer: importer.sub, type: "service", now: NOW } as const;
    const holding = (token: string | undefined, subject = "deploy.eu") =>
      withImport(importer, importService({ from, subject, token }));

    it.each([
      ["the identity key", exporterKey],
      ["a signing key", signingKey],
    ])("accepts a token that %s signed", async (_what, signer) => {
      const token = await issueActivation({ ...base, signer, subject: "deploy.*" });
      expect(problems(shared, holding(token))).toEqual([]);
    });

    it("says that the token is missing, or why it is not the right one", async () => {
      const signer = signingKey;
      const messages = (account: AccountClaims, exporting = shared, now = NOW) =>
        checkSharing([exporting, account], now).map(({ message }) => message);
      expect(problems(shared, holding(undefined))).toEqual(["activation missing"]);
      expect(messages(holding("no.to.ken"))).toEqual([expect.stringContaining("does not decode")]);
      const narrow = await issueActivation({ ...base, signer, subject: "deploy.us" });
      expect(messages(holding(narrow))).toEqual([
        expect.stringContaining('covers "deploy.us" only'),
      ]);
      const theirs = await issueActivation({
        ...base,
        signer,
        importer: createAccount().publicKey,
        subject: "deploy.eu",
      });
      expect(messages(holding(theirs))).toEqual([expect.stringContaining("is for A")]);
      const short = await issueActivation({
        ...base,
        signer,
        subject: "deploy.eu",
        expiresAt: NOW + 5,
      });
      expect(messages(holding(short))).toEqual([]);
      expect(messages(holding(short), shared, NOW + 6)).toEqual([
        expect.stringContaining("expired"),
      ]);
      const retired = { ...shared, nats: { ...shared.nats, signing_keys: [] } };
      expect(messages(holding(short), retired)).toEqual([
        expect.stringContaining("no key of its exporter"),
      ]);
    });
  });
});

describe("withExport and withImport", () => {
  it("replace what has the same subject and type, and leave the input as it is", () => {
    const first = withExport(exporter, exportStream({ subject: "a", access: "anyone" }));
    const frozen = Object.freeze(first);
    const second = withExport(frozen, exportStream({ subject: "a", name: "renamed" }));
    expect(second.nats.exports).toEqual([
      { subject: "a", type: "stream", name: "renamed", token_req: true },
    ]);
    expect(withExport(second, exportService({ subject: "a" })).nats.exports).toHaveLength(2);
    expect(withoutExport(second, { subject: "a", type: "stream" }).nats.exports).toEqual([]);
    const importing = withImport(importer, importStream({ from, subject: "a" }));
    expect(
      withImport(importing, importStream({ from, subject: "a", name: "b" })).nats.imports,
    ).toHaveLength(1);
    const removed = withoutImport(importing, { subject: "a", type: "stream", account: from });
    expect(removed.nats.imports).toEqual([]);
  });
});

describe("exportStream and exportService", () => {
  it("write what Go writes: nanoseconds, no empty members", () => {
    const latency = { results: "latency.deploy", sampling: 50 };
    expect(
      exportService({
        subject: "deploy",
        access: "anyone",
        responses: "Stream",
        responseThresholdMs: 1500,
        latency,
      }),
    ).toEqual({
      subject: "deploy",
      type: "service",
      response_type: "Stream",
      response_threshold: 1_500_000_000,
      service_latency: latency,
    });
  });

  it("refuse a position without a wildcard, and a sampling that is no percentage", () => {
    const at = (subject: string, accountAt: number) => () =>
      exportStream({ subject, access: { accountAt } });
    for (const bad of [at("a.b", 2), at("a.*", 3), at("a.>", 2), at("a.*", 0)]) {
      expect(bad).toThrow(expect.objectContaining({ code: "ERR_SUBJECT" }));
    }
    for (const sampling of [0, 101, 1.5, Number.NaN]) {
      const latency = { results: "x", sampling };
      expect(() => exportService({ subject: "a", latency })).toThrow(
        expect.objectContaining({ code: "ERR_CLAIM_MALFORMED" }),
      );
    }
  });

  it("looks up ten thousand imports among sixteen thousand exports", () => {
    const many = <Item extends object>(count: number, make: (index: number) => Item) =>
      Array.from({ length: count }, (_, index) => ({ type: "stream" as const, ...make(index) }));
    const shared = newAccountClaims(from, {
      nats: { exports: many(16_000, (i) => ({ subject: `a.${i}.*` })) },
    });
    const wanted = newAccountClaims(importer.sub, {
      nats: { imports: many(10_000, (i) => ({ account: from, subject: `a.${i + 10_000}.x` })) },
    });
    expect(problems(shared, wanted)).toEqual(Array(4_000).fill("not exported"));
  });

  it("gives up on subjects that are made to take forever", () => {
    const pattern = (index: number) =>
      `${index.toString(2).padStart(13, "0").replaceAll("0", "x.").replaceAll("1", "*.")}y`;
    const nats = (count: number) => ({
      exports: Array.from({ length: count }, (_, i) => ({
        subject: pattern(i),
        type: "service" as const,
      })),
      imports: Array.from({ length: count }, () => ({
        account: from,
        subject: `${"x.".repeat(13)}z`,
        type: "service" as const,
      })),
    });
    const hostile = newAccountClaims(importer.sub, { nats: nats(8192) });
    const check = () => checkSharing([newAccountClaims(from, { nats: nats(8192) }), hostile]);
    expect(check).toThrow(expect.objectContaining({ code: "ERR_CLAIM_MALFORMED" }));
  });

  it("passes over what Go reads as no import or export at all", () => {
    const nothing = { exports: [null], imports: [null] } as unknown as AccountClaims["nats"];
    expect(problems({ ...exporter, nats: nothing }, { ...importer, nats: nothing })).toEqual([]);
  });
});
