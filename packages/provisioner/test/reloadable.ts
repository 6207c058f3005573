import { startServer } from "@kchat/nats-server";
import { inboxPrefix } from "../src/index.js";
import { type Person, personOf, startWorld, type World } from "./fixture.js";

/** A world whose server takes its users from its configuration, so that a reload changes what they may. */
export interface ReloadableWorld extends World {
  readonly service: Person;
  readonly requester: Person;
  /** Has the server let the service hear these subjects only: by a reload, or by a restart, which breaks connections. */
  allow(how: "reload" | "restart", subjects: readonly string[]): Promise<void>;
}

export async function startReloadable(): Promise<ReloadableWorld> {
  const world = await startWorld();
  await world.server.stop();
  const [service, requester] = [personOf(world), personOf(world)];
  const inbox = `${inboxPrefix(requester.keyPair.getPublicKey())}.>`;
  const config = (subjects: readonly string[]) => `
    authorization { users: [
      {
        nkey: ${service.keyPair.getPublicKey()}
        permissions: {
          subscribe: { allow: ${JSON.stringify(subjects)} }
          allow_responses: { max: 1, expires: "5s" }
        }
      }
      {
        nkey: ${requester.keyPair.getPublicKey()}
        permissions: { publish: "chat.req.access", subscribe: ${JSON.stringify(inbox)} }
      }
    ] }
  `;
  // A port that the server chose itself would be another one after a restart.
  const { port } = world.server;
  const server = await startServer({ port, config: config(["chat.req.access"]) });
  return {
    ...world,
    server,
    service,
    requester,
    async allow(how, subjects) {
      await server.writeConfig(config(subjects));
      await server[how]();
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
