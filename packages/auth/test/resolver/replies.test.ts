import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AccountKey,
  AuthError,
  createAccount,
  createOperator,
  encodeClaims,
  newAccountClaims,
} from "../../src/index.js";
import {
  diff,
  exportersFirst,
  findServers,
  listAccounts,
  lookup,
  pull,
  push,
  type ResolverConnection,
  type ResolverMessage,
  revokeAndConfirm,
} from "../../src/resolver/index.js";

const account = createAccount();
const operator = createOperator();
const operatorToken = encodeClaims(
  "operator",
  { sub: operator.publicKey, name: "KO", nats: {} },
  operator,
);
const token = encodeClaims("account", newAccountClaims(account.publicKey, { name: "A" }), operator);

/** A connection whose every request is answered with the same bytes: what a hostile or broken server may send. */
function answering(replies: readonly Uint8Array[]): ResolverConnection {
  const waiting: (() => void)[] = [];
  return {
    subscribe: () => {
      let open = true;
      const wake = () => waiting.splice(0).forEach((resume) => void resume());
      return {
        unsubscribe: () => {
          open = false;
          wake();
        },
        async *[Symbol.asyncIterator](): AsyncIterator<ResolverMessage> {
          for (const data of replies) {
            if (!open) return;
            yield { data };
          }
          while (open) await new Promise<void>((resume) => waiting.push(resume));
        },
      };
    },
    publish: () => {},
  };
}

const options = { timeoutMs: 15 };
const json = fc.json().map((text) => new TextEncoder().encode(text));
const nearly = fc
  .record(
    {
      server: fc.oneof(fc.record({ id: fc.string(), name: fc.anything() }), fc.anything()),
      statsz: fc.oneof(fc.record({ active_servers: fc.anything() }), fc.anything()),
      data: fc.oneof(
        fc.array(fc.string()),
        fc.record({ code: fc.anything(), message: fc.anything() }),
      ),
      error: fc.anything(),
    },
    { requiredKeys: [] },
  )
  .map((reply) => {
    const text = JSON.stringify(reply, (_, value) => (typeof value === "bigint" ? 1 : value));
    return new TextEncoder().encode(text);
  });
const bytes = fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), json, nearly), { maxLength: 4 });

describe("replies of servers", () => {
  it("are judged, whatever bytes they hold: a result or an error of ours, in time", async () => {
    await fc.assert(
      fc.asyncProperty(bytes, async (replies) => {
        const connection = answering(replies);
        const actions = [
          () => findServers(connection, options),
          () => listAccounts(connection, options),
          () => lookup(connection, account.publicKey, options),
          () => pull(connection, options),
          () => diff(connection, [token], options),
          () => push(connection, { operator: operatorToken, accounts: [token], ...options }),
        ];
        for (const outcome of await Promise.allSettled(actions.map((act) => act()))) {
          if (outcome.status === "fulfilled") continue;
          expect(AuthError.isInstance(outcome.reason), String(outcome.reason)).toBe(true);
        }
      }),
      { numRuns: 12 },
    );
  });

  it("of a pull are sorted into accounts and what is damaged", async () => {
    const other = createAccount().publicKey;
    const entries = [
      `${account.publicKey}|${token}`,
      `${other}|${token}`,
      `${other}|x.y.z`,
      "../../x|y",
      "nothing",
    ];
    const replies = [...entries.map((entry) => new TextEncoder().encode(entry)), new Uint8Array()];
    const { accounts, damaged } = await pull(answering(replies), options);
    expect(accounts.map(({ account: key }) => key)).toEqual([account.publicKey]);
    expect(damaged.map(({ key }) => key)).toEqual([other, other, "../../x", ""]);
  });

  it("of a pull that never ends are an error, not half a result", async () => {
    const entry = new TextEncoder().encode(`${account.publicKey}|${token}`);
    await expect(pull(answering([entry]), options)).rejects.toMatchObject({ code: "ERR_RESOLVER" });
  });

  it("are not waited for once the caller gave up", async () => {
    const signal = AbortSignal.timeout(10);
    const waiting = findServers(answering([]), { timeoutMs: 60_000, signal });
    await expect(waiting).rejects.toMatchObject({ code: "ERR_ABORTED" });
    await expect(findServers(answering([]), { signal })).rejects.toMatchObject({
      code: "ERR_ABORTED",
    });
  });
});

describe("times of the resolver", () => {
  const tooLong = [2 ** 31, 2 ** 32, Number.POSITIVE_INFINITY, Number.NaN, -1];

  it.each(tooLong)("of %d ms are refused before anything is sent", async (ms) => {
    const sent: string[] = [];
    const connection = { ...answering([]), publish: (subject: string) => void sent.push(subject) };
    const tokens = { operator: operatorToken, account: token };
    const refused = { code: "ERR_OPTION", message: expect.stringContaining("to 2147483647, not") };
    for (const waiting of [
      findServers(connection, { timeoutMs: ms }),
      pull(connection, { timeoutMs: ms }),
      revokeAndConfirm(connection, { ...tokens, timeoutMs: ms }),
      revokeAndConfirm(connection, { ...tokens, closeWithinMs: ms }),
    ]) {
      await expect(waiting).rejects.toMatchObject(refused);
    }
    expect(sent).toEqual([]);
  });

  it("of 24 days do wait, where a longer timer would fire at once", async () => {
    const signal = AbortSignal.timeout(50);
    const waiting = findServers(answering([]), { timeoutMs: 2 ** 31 - 1, signal });
    await expect(waiting).rejects.toMatchObject({ code: "ERR_ABORTED" });
  });
});

describe("exportersFirst", () => {
  const importing = (...from: string[]) => {
    const claims = newAccountClaims(createAccount().publicKey, {
      nats: {
        imports: from.map((key) => ({ account: key, subject: "x", type: "stream" as const })),
      },
    });
    return { claims };
  };

  it("puts every exporter before its importers, also over several steps", () => {
    const exporter = importing();
    const middle = importing(exporter.claims.sub);
    const importer = importing(middle.claims.sub, createAccount().publicKey);
    expect(exportersFirst([importer, middle, exporter])).toEqual([exporter, middle, importer]);
  });

  it("puts a row of twenty thousand accounts in order, each of which imports from the next", () => {
    const row = Array.from({ length: 20_000 }, (_, at) => {
      const imports = [{ account: `A${at + 1}`, subject: "x", type: "stream" as const }];
      return { claims: { sub: `A${at}` as AccountKey, nats: { imports } } };
    });
    const keys = row.map(({ claims }) => claims.sub);
    expect(exportersFirst(row).map(({ claims }) => claims.sub)).toEqual(keys.reverse());
  });

  it("ends for accounts that import from each other", () => {
    const a = createAccount().publicKey;
    const one = importing(a);
    const two = { claims: { ...importing(one.claims.sub).claims, sub: a } };
    expect(new Set(exportersFirst([one, two]))).toEqual(new Set([one, two]));
  });
});
