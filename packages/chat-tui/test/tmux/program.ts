/**
 * A terminal program for the tests: the screen over a network in memory, with two other members. Both do what they are told
 * in a direct message or a post: `post CHANNEL TEXT`, `dm TEXT`, `cut SECONDS`, `terminate`.
 */
import type { Chat } from "@kchat/chat-core";
import { runTui } from "@kchat/chat-tui";
import { testSpace } from "../fixtures/space.js";

const space = testSpace();
const peers = [await space.join("alice"), await space.join("bob")];
const { chat, key, transport } = await space.join("wally");

for (const { chat: peer } of peers) {
  const done = new Set<string>();
  peer.subscribe(() => {
    const { channels, directs } = peer.getSnapshot();
    for (const { messages } of [...channels, ...directs]) {
      for (const { id, own, text } of messages) {
        if (own || done.has(id)) continue;
        done.add(id);
        obey(peer, text);
      }
    }
  });
}

await runTui({ chat, timeZone: "UTC" });
await Promise.all(peers.map((peer) => peer.chat.close({ flushMs: 0 })));
console.log("the program ended");

function obey(peer: Chat, text: string): void {
  const [, verb, rest = ""] = /^(\w+) (.*)$/s.exec(text) ?? [undefined, text];
  const [first = "", ...words] = rest.split(" ");
  switch (verb) {
    case "post":
      peer.post(first, words.join(" "));
      break;
    case "dm":
      peer.dm(key, rest);
      break;
    case "cut":
      transport.cut();
      setTimeout(() => transport.restore(), Number(first) * 1_000);
      break;
    case "terminate":
      process.kill(process.pid, "SIGTERM");
      break;
  }
}
