/**
 * A subject on which a member may publish and subscribe, by which `manage()` of `@kchat/drain` proves that a new
 * connection hears what the old one says: a hint in no channel, under the member's own key. Each call gives another one.
 *
 * @example
 * const connection = await manage({ servers, connect, probeSubject: () => probeSubject("KUBECON", publicKey) });
 * const transport = natsTransport(connection);
 */
export function probeSubject(space: string, userKey: string): string {
  return `chat.${space}.hints.probe-${crypto.randomUUID()}.${userKey}`;
}
