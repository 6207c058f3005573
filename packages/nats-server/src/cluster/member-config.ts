/** The ports of one server, fixed so that it keeps them over a restart. */
export interface MemberPorts {
  readonly client: number;
  readonly route: number;
  readonly gateway: number;
  readonly websocket: number;
  readonly monitor: number;
}

/** The `cluster` block of one server, and its `gateway` block if `peers` lists clusters. */
export function memberConfig(facts: {
  readonly host: string;
  readonly name: string;
  readonly own: MemberPorts;
  readonly members: readonly MemberPorts[];
  readonly peers: readonly { readonly name: string; readonly members: readonly MemberPorts[] }[];
}): string {
  const { host, name, own, members, peers } = facts;
  // A cluster of one, with JetStream, would wait for ever for others to elect a leader with.
  if (members.length === 1 && peers.length === 0) return "";
  const url = (port: number) => JSON.stringify(`nats://${host}:${port}`);
  const routes = members.filter((member) => member !== own).map((member) => url(member.route));
  const cluster = [
    `  name: ${JSON.stringify(name)}`,
    `  listen: "${host}:${own.route}"`,
    ...(routes.length === 0 ? [] : [`  routes: [${routes.join(", ")}]`]),
  ];
  const blocks = [`cluster {\n${cluster.join("\n")}\n}`];
  if (peers.length > 0) {
    const remotes = peers.map((peer) => {
      const urls = peer.members.map((member) => url(member.gateway)).join(", ");
      return `    { name: ${JSON.stringify(peer.name)}, urls: [${urls}] }`;
    });
    blocks.push(
      `gateway {\n  name: ${JSON.stringify(name)}\n  listen: "${host}:${own.gateway}"\n  gateways: [\n${remotes.join("\n")}\n  ]\n}`,
    );
  }
  return `${blocks.join("\n")}\n`;
}
