import type { Cleanup } from "./cleanup.js";
import { converse } from "./conversation.js";
import { explain } from "./explain.js";
import { startProvisioner, startServerOf } from "./host.js";
import { findOrMakeIdentities } from "./identities.js";
import { refusedConnection, secretsReadableByOthers } from "./leftovers.js";
import type { Options } from "./options.js";
import { scratchDir } from "./scratch-dir.js";
import { stopUnderLoad } from "./stop-under-load.js";
import { Transcript } from "./transcript.js";

/** Plays the main job from the first key to the last closed port, and prints a transcript; gives the exit code. */
export async function playScript(
  options: Options,
  cleanup: Cleanup,
  signal: AbortSignal,
): Promise<number> {
  const transcript = new Transcript((error) => explain(error, options));
  try {
    const dir = options.dir ?? (await scratchDir(cleanup));
    const url = await play(transcript, cleanup, { ...options, dir }, signal);
    await transcript.step(
      "everything is stopped",
      async () => {
        await cleanup.run();
        await refusedConnection(url);
      },
      () => `nothing listens on ${url} any more`,
    );
  } catch (error) {
    if (transcript.failed === 0) throw error;
  }
  transcript.close();
  return transcript.failed === 0 ? 0 : 1;
}

async function play(
  transcript: Transcript,
  cleanup: Cleanup,
  options: Options & { readonly dir: string },
  signal: AbortSignal,
): Promise<string> {
  const { dir } = options;
  const identities = await transcript.step(
    "operator KO, account SYS, account KUBECON with a scoped signing key, two service users",
    () => findOrMakeIdentities(dir),
    ({ created, accountKey }) => `${created ? "made" : "found"}, KUBECON is ${short(accountKey)}`,
  );
  await transcript.step("the same identities are found on a second run", async () => {
    const again = await findOrMakeIdentities(dir);
    if (again.created || again.memberKey !== identities.memberKey)
      throw new Error("they were made anew");
  });
  await transcript.step(
    "seeds and creds are readable by their owner alone",
    () => secretsReadableByOthers(dir),
    (files) => `${files} files, mode 0600`,
  );
  const server = await transcript.step(
    "a real nats-server in operator mode, with JetStream and WebSocket",
    async () => {
      const { port: client, websocketPort: websocket } = options;
      const running = await startServerOf(identities, {
        dir,
        ports: { client, websocket },
        signal,
      });
      return cleanup.add(running, () => running.stop());
    },
    ({ urls, websocketUrls }) => `${urls[0]} and ${websocketUrls[0]}`,
  );
  const [url] = server.urls;
  if (url === undefined) throw new Error("the server has no client port");
  // Room for the step that stops a provisioner under load; a person asks once.
  const quota = { global: { burst: 1_000, perMinute: 60_000 } };
  const provision = async () => {
    const provisioner = await startProvisioner(identities, url, quota);
    return cleanup.add(provisioner, () => provisioner.close());
  };
  const first = await transcript.step(
    "a provisioner serves chat.req.access",
    provision,
    ({ queue }) => `queue group ${queue}`,
  );
  await converse(transcript, cleanup, { identities, dir, url });
  await transcript.step("a second provisioner joins the queue group", provision);
  await transcript.step(
    "the first provisioner is drained under load, and no request is lost",
    () => stopUnderLoad(identities, first, url),
    ({ asked, answered, answeredByTheStopped }) =>
      `${answered} of ${asked} answered, ${answeredByTheStopped} by the one that left`,
  );
  return url;
}

function short(key: string): string {
  return `${key.slice(0, 6)}…${key.slice(-4)}`;
}
