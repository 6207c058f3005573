import type {
  Author,
  Capabilities,
  ConnectionState,
  ConversationId,
  DirectView,
  MemberView,
  Message,
  RefusalReason,
  SendFailure,
} from "./snapshot.js";

/** Where a message belongs. */
export type Place =
  | { readonly kind: "channel"; readonly name: string }
  | { readonly kind: "direct"; readonly peer: Author };

/** Everything that changes a snapshot. */
export type ChatEvent =
  | { readonly type: "message"; readonly place: Place; readonly message: Message }
  | {
      readonly type: "delivery";
      readonly conversation: ConversationId;
      readonly id: string;
      readonly state: "queued" | "sending" | "sent";
    }
  | {
      readonly type: "failure";
      readonly conversation: ConversationId;
      readonly id: string;
      readonly failure: SendFailure;
    }
  | { readonly type: "discarded"; readonly conversation: ConversationId; readonly id: string }
  | { readonly type: "member"; readonly member: MemberView }
  | { readonly type: "gone"; readonly keys: ReadonlySet<string> }
  | { readonly type: "name-verified"; readonly key: string; readonly name: string }
  | { readonly type: "read"; readonly conversation: ConversationId }
  | { readonly type: "opened"; readonly conversation: ConversationId | undefined }
  | { readonly type: "direct"; readonly peer: DirectView["peer"] }
  | { readonly type: "refused"; readonly reason: RefusalReason }
  | {
      readonly type: "connection";
      readonly state: ConnectionState;
      readonly since: number;
      readonly reason?: string | undefined;
    }
  | { readonly type: "capabilities"; readonly capabilities: Capabilities };
