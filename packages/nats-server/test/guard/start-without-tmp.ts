// Started by guard.test.ts as a process of its own: starts a server where no temporary directory can be made.
import { NatsServerError, startServer } from "@kchat/nats-server";

process.env.TMPDIR = "/dev/null";
try {
  const server = await startServer({ workDir: process.argv[2] });
  await server.stop();
} catch (error) {
  if (!NatsServerError.isInstance(error)) throw error;
  console.log(error.code, error.message);
}
