export type {
  ClientStatus,
  Connection,
  RequestOptions,
  ServerInfo,
} from "./connection/connection.js";
export type { Headers, Message, Payload, PublishOptions } from "./connection/message.js";
export { type DeniedOperation, normaliseStatus, type Status } from "./connection/status.js";
export { statuses } from "./connection/statuses.js";
export type { SubscribeOptions, Subscription } from "./connection/subscription.js";
export { drain } from "./drain/drain.js";
export type { DrainEvent } from "./drain/events.js";
export type { DrainOptions } from "./drain/options.js";
export type { DrainReport, Phase, PhaseName } from "./drain/report.js";
export { DrainError, type DrainErrorCode } from "./errors/drain-error.js";
export { consume } from "./jetstream/consume.js";
export { Consumption, type JetStreamHandler } from "./jetstream/consumption.js";
export type { JetStreamMessage, JetStreamMessages } from "./jetstream/messages.js";
export type { ConsumeOptions } from "./jetstream/options.js";
export {
  type KubernetesShutdown,
  type KubernetesShutdownOptions,
  kubernetesShutdown,
} from "./kubernetes/kubernetes-shutdown.js";
export type { HandOverEvent, HandOverReason } from "./lame-duck/events.js";
export { manage } from "./lame-duck/manage.js";
export { ManagedConnection } from "./lame-duck/managed-connection.js";
export { ManagedSubscription } from "./lame-duck/managed-subscription.js";
export type { Connect, ManageOptions } from "./lame-duck/options.js";
export { deadlineFromEnvironment, type Environment } from "./lifecycle/deadline.js";
export type { HttpRequestListener, HttpServer } from "./lifecycle/http-server.js";
export { type Drainable, Lifecycle } from "./lifecycle/lifecycle.js";
export type { HookContext, ShutdownHook } from "./lifecycle/member.js";
export {
  type OnSignalsOptions,
  onSignals,
  type ShutdownSignal,
  type SignalSource,
} from "./lifecycle/on-signals.js";
export type { LifecycleOptions } from "./lifecycle/options.js";
export type {
  ShutdownEvent,
  ShutdownPhase,
  ShutdownReport,
  ShutdownStep,
} from "./lifecycle/report.js";
export type {
  ClientEndpoint,
  ClientService,
  ClientServiceGroup,
  EndpointOptions,
  ServiceMessage,
} from "./services/service.js";
export {
  type TrackedEndpointOptions,
  TrackedService,
  TrackedServiceGroup,
  trackService,
} from "./services/track-service.js";
export { TrackedEndpoint } from "./services/tracked-endpoint.js";
export { type DescribeError, describeError, type ErrorReply } from "./tracking/error-reply.js";
export type { HandlerFailure, LateAnswer, TrackingEvent } from "./tracking/events.js";
export type { Intake, IntakeCounts } from "./tracking/intake.js";
export { track } from "./tracking/track.js";
export {
  TrackedConnection,
  type TrackedSubscribeOptions,
  type TrackOptions,
} from "./tracking/tracked-connection.js";
export { TrackedSubscription } from "./tracking/tracked-subscription.js";
export type { Handler, HandlerContext } from "./tracking/tracker.js";
