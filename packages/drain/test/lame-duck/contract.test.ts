import { manage, track } from "@kchat/drain";
import { clients } from "../clients.js";
import { connectionContract } from "../connection/contract.js";
import { serverForTests } from "../settings.js";

const server = serverForTests();

for (const client of clients) {
  const open = () => manage({ servers: [server().url], connect: () => client.connect(server()) });
  connectionContract(`managed ${client.name}`, open);
  connectionContract(`tracked managed ${client.name}`, async () => track(await open()));
}
