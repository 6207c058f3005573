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
    if (/^(https?:|mailto:)/.test(target)) continue;
    const [to = "", anchor] = target.split("#");
    const path =
      to === "" ? join(root, file) : resolve(root, dirname(file), decodeURIComponent(to));
    if (!existsSync(path) || (anchor !== undefined && !headings(path).includes(anchor)))
      problems.push(`${file}: the link ${target} leads nowhere`);
  }
  for (const match of text.matchAll(/(?:<!-- given: ([\s\S]*?)-->\s*)?^```ts\n(.*?)^```/gms)) {
    const [, given = "", code = ""] = match;
    const line = text.slice(0, match.index).split("\n").length;
    blocks.push({ file, line, code: `${given}\n${code}` });
  }
}

/** The anchors of a Markdown file, as GitHub makes them of its headings. */
function headings(path: string): string[] {
  const titles = readFileSync(path, "utf8").matchAll(/^#+ (.*)$/gm);
  return Array.from(titles, ([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replace(/\s/g, "-"),
  );
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
    const { code, output: errors } = await run("npx", ["tsc", "--noEmit", "-p", dir], {
      cwd: root,
      quiet: true,
    });
    const before = problems.length;
    for (const [, index = "", rest = ""] of errors.matchAll(/(?:^|\/)(\d+)\.ts\((.*)$/gm)) {
      problems.push(`${names[Number(index)]?.[1]}: block (${rest}`);
    }
    if (code !== 0 && problems.length === before) problems.push(`the compiler failed: ${errors}`);
  }
} finally {
  rmSync(dir, { recursive: true });
}
for (const problem of problems) console.error(problem);
console.log(
  `${files.length} files, ${blocks.length} TypeScript blocks, ${problems.length} problems`,
);
process.exitCode = problems.length === 0 ? 0 : 1;
