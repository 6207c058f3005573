export { natsTransport } from "./nats-transport.js";
