import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";

const read = (path: string) => readFile(new URL(path, import.meta.url), "utf8");

describe("the README", () => {
  it("shows the screen as it is", async () => {
    expect(await read("../README.md")).toContain(
      `\`\`\`text\n${await read("view/frames/busy.txt")}\`\`\``,
    );
  });
});
