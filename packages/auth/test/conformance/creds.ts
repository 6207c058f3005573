import { equal, ok, throws } from "node:assert/strict";
import {
  AuthError,
  decorateJwt,
  decorateSeed,
  extractJwt,
  extractUserKey,
  formatCreds,
  parseCreds,
} from "../../src/index.js";
import { type Case, goldenKey, readVectors } from "./vectors.js";

interface CredsVectors {
  readonly user_token: string;
  readonly creds: string;
  readonly decorated_account: string;
  readonly decorated_operator: string;
  readonly decorated_account_seed: string;
  readonly format_errors: readonly { name: string; error: string }[];
  readonly parse: readonly {
    name: string;
    content: string;
    jwt?: string;
    jwt_error?: string;
    nkey_public?: string;
    nkey_error?: string;
  }[];
}

export function* credsCases(dir: string): Iterable<Case> {
  const vectors = readVectors<CredsVectors>(dir, "creds.json");
  if (vectors === undefined) return;
  const account = extractJwt(vectors.decorated_account);
  yield {
    name: "creds: formats and decorates as Go does",
    run() {
      equal(formatCreds(vectors.user_token, goldenKey("user")), vectors.creds);
      equal(formatCreds(vectors.user_token, goldenKey("user").getSeed()), vectors.creds);
      equal(decorateJwt(account), vectors.decorated_account);
      equal(decorateJwt(extractJwt(vectors.decorated_operator)), vectors.decorated_operator);
      equal(decorateSeed(goldenKey("account")), vectors.decorated_account_seed);
      equal(parseCreds(vectors.creds).keyPair.publicKey, goldenKey("user").publicKey);
    },
  };
  const formats: Readonly<Record<string, () => unknown>> = {
    "account jwt": () => formatCreds(account, goldenKey("user")),
    "account seed": () => formatCreds(vectors.user_token, goldenKey("account")),
    "seed of other user": () => formatCreds(vectors.user_token, goldenKey("user-other")),
  };
  for (const { name, error } of vectors.format_errors) {
    yield { name: `creds: formatting refuses ${name}`, run: () => refuses(formats[name], error) };
  }
  for (const { name, content, jwt, nkey_public, nkey_error } of vectors.parse) {
    yield {
      name: `creds: parses ${name}`,
      run() {
        if (jwt !== undefined) equal(extractJwt(content, { mode: "go" }), jwt);
        for (const mode of ["strict", "go"] as const) {
          if (nkey_error !== undefined)
            refuses(() => extractUserKey(content, { mode }), nkey_error);
          else equal(extractUserKey(content, { mode }).publicKey, nkey_public);
        }
        if (jwt !== undefined && jwt.split(".").length === 3) equal(extractJwt(content), jwt);
        else throws(() => extractJwt(content), AuthError.isInstance);
      },
    };
  }
}

function refuses(run: (() => unknown) | undefined, text: string): void {
  ok(run);
  throws(run, (error) => AuthError.isInstance(error) && error.message.includes(text));
}
