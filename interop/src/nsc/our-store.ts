import { join } from "node:path";
import {
  addAccount,
  addOperator,
  addScope,
  addUser,
  createStore,
  type Store,
  writeNscConfig,
} from "@kchat/auth/nsc";
import type { Run, Sandbox } from "./sandbox.js";

/** A store that we wrote, with one of everything, and `nsc` set to work on it. */
export async function ourStore(sandbox: Sandbox): Promise<{ store: Store; nsc: Run }> {
  const store = await createStore(join(sandbox.home, "ours"));
  await addOperator(store, { name: "KO" });
  await addAccount(store, {
    name: "KUBECON",
    description: "the chat <&> \u2713",
    jetstream: { disk: -1 },
  });
  await addScope(store, {
    account: "KUBECON",
    role: "member",
    template: { pub: { allow: ["chat.>"] }, sub: { allow: ["chat.>", "_INBOX_{{subject()}}.>"] } },
  });
  await addUser(store, { account: "KUBECON", name: "wally", signWith: "member" });
  await addUser(store, {
    account: "KUBECON",
    name: "chat-access",
    tags: ["role:service"],
    permissions: {
      sub: { allow: ["chat.req.access kubecon"] },
      resp: { max: 1, ttl: 5_000_000_000 },
    },
  });
  const { stores } = store.paths;
  await writeNscConfig(store.paths, { storeRoot: stores, operator: "KO", account: "KUBECON" });
  return { store, nsc: sandbox.nsc(store.paths) };
}
