import { jwtAuthenticator, wsconnect } from "@nats-io/nats-core";
import { describe, expect, it, vi } from "vitest";
import { WebSocket } from "ws";
import { inboxPrefix, requestCredentials } from "../../src/client/index.js";
import { serveProvisioner } from "../../src/index.js";
import { connectAs, requester, service, startWorld } from "../fixture.js";

describe("requestCredentials over WebSocket, as in a browser", () => {
  it("gets credentials that connect over WebSocket too", async () => {
    // Browsers and Node 22 have it; Node 20 has not.
    vi.stubGlobal("WebSocket", WebSocket);
    await using world = await startWorld();
    await using _ = await serveProvisioner({
      connection: await connectAs(world, service(world)),
      account: world.accountJwt,
      signer: world.signer,
    });
    const { jwt, keyPair } = requester(world);
    const servers = world.server.websocketUrl ?? "";
    const connection = await wsconnect({
      servers,
      authenticator: jwtAuthenticator(jwt, keyPair.getSeed()),
      inboxPrefix: inboxPrefix(keyPair.getPublicKey()),
    });
    const credentials = await requestCredentials({
      connection,
      name: "browser",
      trust: world.trust,
    });
    await connection.close();
    const member = await wsconnect({
      servers,
      authenticator: jwtAuthenticator(credentials.jwt, credentials.keyPair.getSeed()),
    });
    await member.flush();
    expect(credentials.name).toBe("browser");
    expect(member.isClosed()).toBe(false);
    await member.close();
    vi.unstubAllGlobals();
  });
});
