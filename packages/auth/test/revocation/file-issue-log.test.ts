import { appendFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createUser } from "../../src/index.js";
import { fileIssueLog, type IssueRecord } from "../../src/nsc/index.js";
import { temporaryDirectory } from "../nsc/temporary-directory.js";

async function all(records: AsyncIterable<IssueRecord>): Promise<IssueRecord[]> {
  const found: IssueRecord[] = [];
  for await (const record of records) found.push(record);
  return found;
}

describe("fileIssueLog", () => {
  it("returns what was appended, in order, by name too", async () => {
    const path = join(await temporaryDirectory(), "issued.jsonl");
    const log = fileIssueLog(path);
    expect(await all(log.records())).toEqual([]);
    const records = ["a", "b\n\u2028", "a"].map((name, index) => ({
      name,
      publicKey: createUser().publicKey,
      issuedAt: 100 + index,
      expiresAt: 200,
    }));
    await Promise.all(records.map((record) => log.append(record)));
    expect((await all(log.records())).map(({ publicKey }) => publicKey).sort()).toEqual(
      records.map(({ publicKey }) => publicKey).sort(),
    );
    expect(await all(log.records("b\n\u2028"))).toEqual([records[1]]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("keeps what stands behind a line that a crash cut short", async () => {
    const path = join(await temporaryDirectory(), "issued.jsonl");
    const log = fileIssueLog(path);
    const record = { name: "a", publicKey: createUser().publicKey, issuedAt: 1 };
    await log.append(record);
    await appendFile(path, '{"name":"b","publ');
    await log.append(record);
    expect(await all(log.records())).toEqual([record, record]);
  });

  it("skips what names no user: other JSON, other keys, other bytes", async () => {
    const path = join(await temporaryDirectory(), "issued.jsonl");
    const key = createUser().publicKey;
    const lines = [
      "null",
      "[]",
      "1",
      `{"name":1,"publicKey":"${key}","issuedAt":1}`,
      `{"name":"a","publicKey":"${key}A","issuedAt":1}`,
      `{"name":"a","publicKey":"${key}","issuedAt":1.5}`,
    ];
    await writeFile(
      path,
      Buffer.concat([Buffer.from(lines.join("\n")), Buffer.from([10, 255, 0, 10])]),
    );
    expect(await all(fileIssueLog(path).records())).toEqual([]);
  });

  it("says what it can't read", async () => {
    const log = fileIssueLog(await temporaryDirectory());
    await expect(all(log.records())).rejects.toMatchObject({ code: "ERR_STORE" });
  });
});
