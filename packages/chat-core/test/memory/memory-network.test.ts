import { describe, it } from "vitest";
import { memoryNetwork } from "../../src/memory/index.js";
import { transportContract } from "../../src/testing/index.js";

describe("memoryNetwork", () => {
  const network = memoryNetwork({ maxPayloadBytes: 4_096 });
  const allowed = ["contract.>"];
  const cases = transportContract({
    async connect() {
      const transport = network.connect({ publish: allowed, subscribe: allowed });
      return {
        transport,
        cut: async () => transport.cut(),
        restore: async () => transport.restore(),
        end: () => transport.close(),
      };
    },
  });
  for (const { name, run } of cases) it(name, run);
});
