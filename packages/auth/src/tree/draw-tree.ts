import type { AccountBranch, Tree } from "./read-tree.js";
import { scopes } from "./signing-keys.js";

/**
 * The tree as a Mermaid flowchart: operators, accounts, scopes and users, and what accounts share. Names are escaped, so that
 * a token of a stranger can't add lines or markup to the picture.
 *
 * @example
 * await writeFile("tree.mmd", drawTree(await readTree(store)));
 */
export function drawTree(tree: Tree): string {
  const ids = new Map(
    tree.accounts.map(({ claims }, index) => [claims.sub as string, `a${index}`]),
  );
  const lines = [
    "flowchart LR",
    node("op", `operator ${tree.operator.address.operator}`, "{{", "}}"),
  ];
  for (const account of tree.accounts) {
    const id = ids.get(account.claims.sub) ?? "";
    const isSystem = tree.operator.claims.nats.system_account === account.claims.sub;
    const label = `${isSystem ? "system account" : "account"} ${account.address.account}`;
    lines.push(node(id, label, "[", "]"), edge("op", id), ...branch(account, id));
  }
  return `${[...lines, ...shares(tree, ids)].join("\n")}\n`;
}

function branch(account: AccountBranch, id: string): string[] {
  const roles = new Map(
    scopes(account.claims).map(({ key }, index) => [key as string, `${id}s${index}`]),
  );
  const lines = scopes(account.claims).flatMap(({ key, role }) => {
    const scope = roles.get(key) ?? "";
    return [node(scope, `scope ${role || key}`, "[/", "/]"), edge(id, scope)];
  });
  for (const [index, { address, claims }] of account.users.entries()) {
    const user = `${id}u${index}`;
    lines.push(node(user, address.user, "(", ")"), edge(roles.get(claims.iss ?? "") ?? id, user));
  }
  return lines;
}

function shares(tree: Tree, ids: ReadonlyMap<string, string>): string[] {
  return tree.accounts.flatMap(({ claims }) =>
    (claims.nats.imports ?? []).flatMap(({ account = "", subject = "", type }) => {
      const from = ids.get(account);
      const to = ids.get(claims.sub);
      return from && to ? [`  ${from} -. "${entities(`${type} ${subject}`)}" .-> ${to}`] : [];
    }),
  );
}

function node(id: string, label: string, open: string, close: string): string {
  return `  ${id}${open}"${entities(label)}"${close}`;
}

function edge(from: string, to: string): string {
  return `  ${from} --> ${to}`;
}

// Inside quotes Mermaid reads entities written #NN; and, in most renderers, HTML.
function entities(text: string): string {
  return text
    .replace(/[^\p{L}\p{N} ._$*>/=+@:-]/gu, (c) => `#${c.codePointAt(0)};`)
    .replaceAll(">", "#62;");
}
