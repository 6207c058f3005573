import { createAccount } from "@kchat/auth";
import { describe, expect, it } from "vitest";
import { defineTopology, renderMermaid } from "../../src/index.js";
import { accountJwt, appJwt, input, operatorJwt, sysJwt } from "../fixture.js";

describe("renderMermaid", () => {
  it("draws who connects, the servers with their routes, and whom they trust", () => {
    const topology = defineTopology(
      input({
        regions: [{ name: "ams", servers: 3 }],
        listeners: { websocket: {} },
        jetstream: { maxFile: "10Gi" },
      }),
    );
    const [picture, accounts] = renderMermaid(topology).split(/(?<=operator KO"}}\n)/);
    expect(picture).toMatchInlineSnapshot(`
      "flowchart LR
        subgraph r0["region ams"]
          r0s0["ams-nats-0, JetStream 10Gi"]
          r0s1["ams-nats-1, JetStream 10Gi"]
          r0s2["ams-nats-2, JetStream 10Gi"]
          r0s0 <-- "routes 6222" --> r0s1
          r0s0 <-- "routes 6222" --> r0s2
          r0s1 <-- "routes 6222" --> r0s2
        end
        clients(["clients"]) -- "TCP 4222" --> r0
        browsers(["browsers"]) -- "WebSocket 8080, behind TLS of yours" --> r0
        r0 -. trusts .-> operator
        operator{{"operator KO"}}
      "
    `);
    // Accounts are sorted by keys, which are new in each run.
    const named = accounts?.match(/(?<=operator --> a\d\[").+(?="\])/g);
    expect(named?.sort()).toEqual(["account KUBECON", "system account SYS"]);
  });

  it("lets no name end its label", () => {
    const name = 'x"]; click a0 call alert() %% --> y\nsubgraph z';
    const accounts = [sysJwt, appJwt, accountJwt(createAccount(), name)];
    const picture = renderMermaid(
      defineTopology(input({ trust: { operator: operatorJwt, accounts } })),
    );
    expect(picture.split("\n").filter((line) => line.includes("click"))).toEqual([
      expect.stringMatching(/^ {2}operator --> a\d\["account x[^"\]()%>]*z"\]$/),
    ]);
  });
});
