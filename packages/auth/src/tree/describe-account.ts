import { type Line, limit, section, time } from "./lines.js";
import { permissionLines } from "./permission-lines.js";
import type { AccountBranch } from "./read-tree.js";
import { plainKeys, scopes } from "./signing-keys.js";

/** One account of a description. */
export function describeAccount({
  address,
  claims,
}: Pick<AccountBranch, "address" | "claims">): string {
  const { nats } = claims;
  const { limits } = nats;
  const storage = [limits?.mem_storage, limits?.disk_storage];
  const text = section(`account ${address.account}`, [
    ["key", claims.sub],
    ["signed by", claims.iss],
    ["issued", time(claims.iat)],
    ["expires", time(claims.exp)],
    ["description", nats.description],
    ["signing keys", plainKeys(claims)],
    ["connections", limit(limits?.conn)],
    ["leaf nodes", limit(limits?.leaf)],
    [
      "JetStream",
      storage.some(Boolean) ? `memory ${limit(storage[0])}, disk ${limit(storage[1])}` : "off",
    ],
    ["exports", nats.exports?.map(describeExport)],
    ["imports", nats.imports?.map(describeImport)],
    ["revoked", Object.entries(nats.revocations ?? {}).map(describeRevocation)],
    ["mappings", Object.keys(nats.mappings ?? {})],
    ["tags", nats.tags],
  ]);
  const roles = scopes(claims).map(({ key, role, template, description }) => {
    const lines: Line[] = [
      ["key", key],
      ["description", description || undefined],
    ];
    return section(`scope ${role || "(no role)"}`, [...lines, ...permissionLines(template)], "  ");
  });
  return [text, ...roles].join("");
}

type Nats = AccountBranch["claims"]["nats"];

function describeExport(shared: NonNullable<Nats["exports"]>[number]): string {
  const { account_token_position: position } = shared;
  const access = shared.token_req
    ? "by activation"
    : position
      ? `own key at ${position}`
      : "public";
  return `${shared.type} ${shared.subject} (${access})`;
}

function describeImport(wanted: NonNullable<Nats["imports"]>[number]): string {
  const local = wanted.local_subject ? ` as ${wanted.local_subject}` : "";
  return `${wanted.type} ${wanted.subject}${local} from ${wanted.account}`;
}

function describeRevocation([key, at]: [string, number]): string {
  return `${key === "*" ? "everyone" : key} up to ${time(at)}`;
}
