export { natsTransport } from "./nats-transport.js";
export { probeSubject } from "./probe-subject.js";
