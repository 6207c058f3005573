import { createUser } from "../keys/create.js";
import type { Store } from "../nsc/store.js";
import { addAccount } from "../tree/add-account.js";
import { addScope } from "../tree/add-scope.js";
import { addUser } from "../tree/add-user.js";

const ACCOUNT = "KUBECON";
const REQUESTS = "chat.req.access";
const REPLY = { max: 1, ttl: 5_000_000_000 };

/**
 * The setup of the KubeCon tutorial with its weaknesses mended: its shared `_INBOX.>` let everybody who could ask for
 * credentials read everybody else's; here each user has an inbox of its own, and replies are allowed one at a time.
 *
 * Returns the account's name.
 */
export async function setUpKubecon(store: Store, operator: string): Promise<string> {
  const at = { operator, account: ACCOUNT };
  await addAccount(store, { operator, name: ACCOUNT, jetstream: { memory: -1, disk: -1 } });
  await addScope(store, {
    ...at,
    role: "member",
    description: "whoever the provisioner lets in",
    template: memberTemplate(ACCOUNT),
  });
  await addUser(store, {
    ...at,
    name: "chat-access",
    permissions: { pub: { deny: [">"] }, sub: { allow: [REQUESTS] }, resp: REPLY },
  });
  const requester = createUser();
  await addUser(store, {
    ...at,
    name: "chat-creds-request",
    key: requester,
    permissions: {
      pub: { allow: [REQUESTS] },
      sub: { allow: [`_INBOX_${requester.publicKey}.>`] },
    },
  });
  return ACCOUNT;
}

/** What a member of a chat may do: speak under its own key, and read what is for everyone or for itself alone. */
function memberTemplate(space: string) {
  const own = "{{subject()}}";
  const chat = `chat.${space}`;
  return {
    pub: {
      allow: [
        `${chat}.online`,
        `${chat}.posts.*`,
        `${chat}.dms.*`,
        `${chat}.acts.*.${own}`,
        `${chat}.dmacts.*.${own}`,
        `${chat}.hints.*.${own}`,
        `${chat}.roster`,
        `${chat}.member.*`,
      ],
    },
    sub: {
      allow: [
        `${chat}.online`,
        `${chat}.posts.*`,
        `${chat}.dms.${own}`,
        `${chat}.acts.*.*`,
        `${chat}.dmacts.${own}.*`,
        `${chat}.hints.*.*`,
        `${chat}.roster`,
        `${chat}.member.${own}`,
        `_INBOX_${own}.>`,
      ],
      // Without these a `*` at the end also lets a subscriber put `>` in its place.
      deny: [
        `${chat}.posts.*.>`,
        `${chat}.acts.*.*.>`,
        `${chat}.dmacts.${own}.*.>`,
        `${chat}.hints.*.*.>`,
      ],
    },
    resp: REPLY,
  };
}
