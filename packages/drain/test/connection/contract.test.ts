import { track } from "@kchat/drain";
import { clients } from "../clients.js";
import { serverForTests } from "../settings.js";
import { connectionContract } from "./contract.js";

const server = serverForTests();

for (const client of clients) {
  connectionContract(client.name, () => client.connect(server()));
  connectionContract(`tracked ${client.name}`, async () => track(await client.connect(server())));
}
