// Started by guard.test.ts as a process of its own: starts servers, says which, and never stops them.
import { startServer } from "@kchat/nats-server";

const servers = await Promise.all([startServer({ jetstream: true }), startServer()]);
const frozen = await startServer();
await frozen.freeze();
const all = [...servers, frozen];
console.log(JSON.stringify(all.map(({ pid, workDir }) => ({ pid, workDir }))));
if (process.argv[2] === "exit") process.exit(0);
