import { parseJson } from "../src/claims/json/parse-json.js";
import {
  type AccountClaims,
  type ClaimKind,
  checkSharing,
  claimJson,
  createAccount,
  createUser,
  encodeClaims,
  explain,
  goJson,
  loadClaims,
  newUserClaims,
  validateClaims,
} from "../src/index.js";
import { parseServerReply } from "../src/resolver/server-reply.js";
import type { Target } from "./targets.js";

const KINDS = [
  "operator",
  "account",
  "user",
  "activation",
  "authorization_request",
  "authorization_response",
  "generic",
] as const satisfies readonly ClaimKind[];

const account = createAccount();
const user = encodeClaims("user", newUserClaims(createUser().publicKey, { name: "ada" }), account);

const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");
const read = (text: string): unknown => parseJson(text, { duplicates: "last" });

const loadedAs =
  (kind: ClaimKind): Target["parse"] =>
  (text) =>
    loadClaims(kind, read(text));

const validatedAs =
  (kind: ClaimKind): Target["parse"] =>
  (text) =>
    validateClaims(kind, read(text));

/** Whatever reads JSON and judges claims. */
export const CLAIMS_TARGETS: readonly Target[] = [
  {
    name: "json",
    sort: "json",
    parse: (text) => {
      const value = parseJson(text, { duplicates: "refuse" });
      // Only reading is held to a time.
      return text.length > 65_536 ? value : goJson(value);
    },
  },
  ...KINDS.map((kind) => ({
    name: `claims, ${kind}, loaded`,
    sort: "json" as const,
    parse: loadedAs(kind),
  })),
  ...KINDS.map((kind) => ({
    name: `claims, ${kind}, validated`,
    sort: "json" as const,
    parse: validatedAs(kind),
  })),
  {
    name: "claims, written",
    sort: "json",
    parse: (text) => claimJson("account", loadClaims("account", read(text), { mode: "go" })),
  },
  {
    name: "explained, by a hostile account",
    sort: "json",
    parse: (text) => explain(user, { account: withKey(read(text)) }),
  },
  {
    name: "sharing",
    sort: "json",
    parse: (text) => {
      const claims = loadClaims("account", read(text), { mode: "go" });
      return checkSharing([claims, { ...claims, sub: account.publicKey }]);
    },
  },
  { name: "server reply", sort: "json", parse: (text) => parseServerReply(latin1(text)) },
];

/** The account as one that the user belongs to, its scopes as those of the user's issuer. */
function withKey(value: unknown): AccountClaims {
  const claims = loadClaims("account", value, { mode: "go" });
  const keys = claims.nats.signing_keys?.map((entry) =>
    typeof entry === "string" ? entry : { ...entry, key: account.publicKey },
  );
  return {
    ...claims,
    sub: account.publicKey,
    nats: { ...claims.nats, ...(keys && { signing_keys: keys }) },
  };
}
