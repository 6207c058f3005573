// Relative links in Markdown lead somewhere, and the TypeScript blocks compile. What a block takes as given stands
// before it in a comment that readers don't see: <!-- given: declare const creds: string; -->
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const { output } = await run(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
  {
    cwd: root,
    quiet: true,
  },
);
const files = output.split("\n").filter((file) => file !== "" && existsSync(join(root, file)));
const problems: string[] = [];
const blocks: { file: string; line: number; code: string }[] = [];

for (const file of files) {
  const text = readFileSync(join(root, file), "utf8");
  const prose = text.replace(/^```.*?^```/gms, "").replace(/`[^`\n]*`/g, "");
  for (const [, target = ""] of prose.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^(https?:|mailto:|#)/.test(target)) continue;
    const path = resolve(root, dirname(file), decodeURIComponent(target.split("#")[0] ?? ""));
    if (!existsSync(path)) problems.push(`${file}: the link ${target} leads nowhere`);
  }
  for (const match of text.matchAll(/(?:<!-- given: ([\s\S]*?)-->\s*)?^```ts\n(.*?)^```/gms)) {
    const [, given = "", code = ""] = match;
    const line = text.slice(0, match.index).split("\n").length;
    blocks.push({ file, line, code: `${given}\n${code}` });
  }
}

// Inside the project, so that packages resolve as they do for its own sources.
const dir = mkdtempSync(join(root, "node_modules", ".markdown-"));
try {
  const names = blocks.map(({ file, line, code }, index) => {
    const name = `${index}.ts`;
    writeFileSync(join(dir, name), `${code}\nexport {};\n`);
    return [name, `${file}:${line}`] as const;
  });
  const config = {
    extends: relative(dir, join(root, "tsconfig.base.json")),
    compilerOptions: { types: ["node"], jsx: "react-jsx" },
    files: names.map(([name]) => name),
  };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify(config));
  if (names.length > 0) {
    const { output: errors } = await run("npx", ["tsc", "--noEmit", "-p", dir], {
      cwd: root,
      quiet: true,
    });
    for (const [, index = "", rest = ""] of errors.matchAll(/(?:^|\/)(\d+)\.ts\((.*)$/gm)) {
      problems.push(`${names[Number(index)]?.[1]}: block (${rest}`);
    }
  }
} finally {
  rmSync(dir, { recursive: true });
}
for (const problem of problems) console.error(problem);
console.log(
  `${files.length} files, ${blocks.length} TypeScript blocks, ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
