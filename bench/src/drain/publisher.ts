import { Worker } from "node:worker_threads";

/** Publishes from a thread of its own, so that the receiving side is what limits the rate. */
export interface Publisher {
  publish(subject: string, count: number): void;
  stop(): Promise<number>;
}

// JavaScript, since a worker thread doesn't inherit tsx's loader on Node 20.
const source = `
  const { parentPort, workerData } = require("node:worker_threads");
  const { connect } = require("nats");
  connect({ servers: workerData.url }).then((connection) => {
    const payload = new Uint8Array(128);
    parentPort.on("message", async ({ subject, count }) => {
      for (let i = 0; i < count; i++) {
        connection.publish(subject, payload);
        if (i % 5000 === 4999) await connection.flush();
      }
      await connection.flush();
    });
    parentPort.postMessage("ready");
  });
`;

export async function startPublisher(url: string): Promise<Publisher> {
  const worker = new Worker(source, { eval: true, workerData: { url } });
  await new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  return {
    publish: (subject, count) => worker.postMessage({ subject, count }),
    stop: () => worker.terminate(),
  };
}
