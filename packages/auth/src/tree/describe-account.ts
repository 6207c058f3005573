import type { AccountNats } from "../claims/types/account.js";
import { limitLines } from "./limit-lines.js";
import { type Line, section, time } from "./lines.js";
import { grantLines, permissionLines } from "./permission-lines.js";
import type { AccountBranch } from "./read-tree.js";
import { shareLines } from "./share-lines.js";
import { plainKeys, scopes } from "./signing-keys.js";

/** One account of a description. */
export function describeAccount({
  address,
  claims,
}: Pick<AccountBranch, "address" | "claims">): string {
  const { nats } = claims;
  const text = section(`account ${address.account}`, [
    ["key", claims.sub],
    ["signed by", claims.iss],
    ["issued", time(claims.iat)],
    ["valid from", claims.nbf ? time(claims.nbf) : undefined],
    ["expires", time(claims.exp)],
    ["description", nats.description],
    ["info", nats.info_url],
    ["signing keys", plainKeys(claims)],
    ...limitLines(nats.limits),
    ...shareLines(nats),
    ["revoked", Object.entries(nats.revocations ?? {}).map(describeRevocation)],
    ["mappings", describeMappings(nats)],
    ["callout", describeCallout(nats)],
    ["traces", nats.trace?.dest && `${nats.trace.sampling || 100} % to ${nats.trace.dest}`],
    ["cluster traffic", nats.cluster_traffic],
    ["tags", nats.tags],
  ]);
  const roles = scopes(claims).map(({ key, role, template, description }) => {
    const lines: Line[] = [
      ["key", key],
      ["description", description || undefined],
    ];
    return section(`scope ${role || "(no role)"}`, [...lines, ...permissionLines(template)], "  ");
  });
  const defaults = grantLines(nats.default_permissions ?? {});
  const hasDefaults = defaults.some(([, value]) => value !== undefined);
  const whoHasNone = hasDefaults ? [section("users without permissions", defaults, "  ")] : [];
  return [text, ...whoHasNone, ...roles].join("");
}

function describeRevocation([key, at]: [string, number]): string {
  return `${key === "*" ? "everyone" : key} up to ${time(at)}`;
}

function describeMappings({ mappings = {} }: AccountNats): string[] {
  return Object.entries(mappings).flatMap(([from, destinations]) =>
    destinations.map(({ subject, weight, cluster }) => {
      const where = cluster ? ` in cluster ${cluster}` : "";
      return `${from} to ${subject} (${weight || 100} %${where})`;
    }),
  );
}

function describeCallout({ authorization = {} }: AccountNats): string[] {
  const { auth_users: users = [], allowed_accounts: accounts = [], xkey } = authorization;
  return [
    ...users.map((user) => `service user ${user}`),
    ...accounts.map((account) =>
      account === "*" ? "places users in any account" : `places users in ${account}`,
    ),
    ...(xkey ? [`requests sealed for ${xkey}`] : []),
  ];
}
