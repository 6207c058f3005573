import { drain, type ServiceMessage, track, trackService } from "@kchat/drain";
import { connect, ServiceError } from "nats";
import { describe, expect, it } from "vitest";
import { v3 } from "../clients.js";
import { requests } from "../drain/requests.js";
import { closedAfterEach, serverForTests, sleep, until } from "../settings.js";

// @nats-io/services 3.x has the same shape (see the type test) but can't be installed here.
const server = serverForTests();
const closing = closedAfterEach();

async function openService(name: string) {
  const connection = closing(await connect({ servers: server().url }));
  const tracked = track(connection);
  const plain = await connection.services.add({ name, version: "1.0.0" });
  return { connection, tracked, plain, service: trackService(tracked, plain) };
}

describe("trackService", () => {
  it("awaits asynchronous handlers, where stopping the plain service loses every reply", async () => {
    const work = async (message: ServiceMessage): Promise<void> => {
      await sleep(150);
      message.respond("done");
    };
    const control = await openService("control");
    control.plain.addEndpoint("work", {
      subject: "svc.control",
      handler: (_error, message) => void work(message),
    });
    const ours = await openService("ours");
    ours.service.addEndpoint("work", {
      subject: "svc.ours",
      handler: (_error, message) => work(message),
    });
    await Promise.all([control.connection.flush(), ours.connection.flush()]);
    const client = closing(await v3.connect(server()));
    const lost = await requests(client, "svc.control", 20, 500);
    const kept = await requests(client, "svc.ours", 20, 10_000);
    await until("the requests", () => ours.tracked.counts.running === 20);
    await control.plain.stop();
    await control.connection.close();
    expect(await drain(ours.tracked)).toMatchObject({ finished: 20, outcome: "clean" });
    expect((await lost.done).lost).toBe(20);
    expect(await kept.done).toEqual({ answered: 20, refused: 0, lost: 0 });
  });

  it.each([
    ["rejects", () => Promise.reject(new Error("table users is gone"))],
    [
      "throws",
      () => {
        throw new Error("table users is gone");
      },
    ],
  ])(
    "turns what a handler %s with into a service error that gives nothing away",
    async (_how, handler) => {
      const { service, tracked } = await openService("failing");
      service.addEndpoint("work", { subject: "svc.failing", handler });
      await tracked.flush();
      const client = closing(await connect({ servers: server().url }));
      const answer = await client.request("svc.failing", "", { timeout: 5_000 });
      expect(ServiceError.toServiceError(answer)).toMatchObject({
        code: 500,
        message: "the handler failed",
      });
      const report = await drain(tracked);
      expect(report).toMatchObject({ finished: 1, failed: 1, outcome: "clean" });
      expect(report.failures[0]?.error).toMatchObject({ message: "table users is gone" });
    },
  );

  it("passes on a ServiceError, which was made to be told", async () => {
    const { service, tracked } = await openService("refusing");
    service.addEndpoint("work", {
      subject: "svc.refusing",
      handler: () => Promise.reject(new ServiceError(404, "no such order")),
    });
    await tracked.flush();
    const client = closing(await connect({ servers: server().url }));
    const answer = await client.request("svc.refusing", "", { timeout: 5_000 });
    expect(ServiceError.toServiceError(answer)).toMatchObject({
      code: 404,
      message: "no such order",
    });
  });

  it("ends the loop over an endpoint after what has arrived, where the plain one never ends", async () => {
    const control = await openService("endless");
    let controlEnded = false;
    const endless = control.plain.addEndpoint("work", { subject: "svc.endless" });
    void (async () => {
      for await (const message of endless) message.respond("done");
      controlEnded = true;
    })();
    const { service, tracked } = await openService("looping");
    const endpoint = service.addGroup("svc").addEndpoint("looping");
    let served = 0;
    const loop = (async () => {
      for await (const message of endpoint) {
        await sleep(5);
        message.respond("done");
        served++;
      }
    })();
    await tracked.flush();
    const asked = await requests(closing(await v3.connect(server())), "svc.looping", 20, 10_000);
    await control.plain.stop();
    const report = await drain(tracked);
    await loop;
    expect(report).toMatchObject({ finished: 20, outcome: "clean" });
    expect(served).toBe(20);
    expect(await asked.done).toEqual({ answered: 20, refused: 0, lost: 0 });
    expect(controlEnded).toBe(false);
  });

  it("ends the loop over an endpoint also when its own client stops the service", async () => {
    const { service, tracked, plain } = await openService("stopped");
    const endpoint = service.addEndpoint("stopped");
    const loop = (async () => {
      for await (const message of endpoint) message.respond("done");
    })();
    await tracked.flush();
    await plain.stop();
    await loop;
  });

  it("takes no endpoint once a drain has begun", async () => {
    const { service, tracked } = await openService("leaving");
    const drained = drain(tracked);
    expect(() => service.addEndpoint("late")).toThrow(
      expect.objectContaining({ code: "ERR_DRAINING" }),
    );
    await drained;
  });

  it("answers, once, a request whose handler never ends", async () => {
    const { service, tracked } = await openService("stuck");
    service.addEndpoint("work", {
      subject: "svc.stuck",
      handler: () => new Promise<void>(() => undefined),
    });
    await tracked.flush();
    const asked = await requests(closing(await v3.connect(server())), "svc.stuck", 2, 10_000);
    const report = await drain(tracked, { deadlineMs: 400, abortMs: 50, flushMs: 100 });
    expect(report).toMatchObject({ handedBack: 2, abandoned: 0, exitCode: 1 });
    expect(await asked.done).toEqual({ answered: 0, refused: 2, lost: 0 });
  });

  it("does not answer again after respondError", async () => {
    const { service, tracked } = await openService("twice");
    service.addEndpoint("work", {
      subject: "svc.twice",
      handler: async (_error, message) => {
        message.respondError(409, "already done");
        throw new Error("after the answer");
      },
    });
    const client = closing(await connect({ servers: server().url }));
    const answers: string[] = [];
    client.subscribe("svc.answers", {
      callback: (_error, message) =>
        answers.push(message.headers?.get("Nats-Service-Error-Code") ?? "none"),
    });
    await Promise.all([tracked.flush(), client.flush()]);
    client.publish("svc.twice", "", { reply: "svc.answers" });
    await client.flush();
    await until("the failure", () => tracked.counts.failed === 1);
    await drain(tracked);
    await client.flush();
    expect(answers).toEqual(["409"]);
  });
});
