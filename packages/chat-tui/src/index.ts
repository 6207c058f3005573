export { TuiError, type TuiErrorCode } from "./errors.js";
export { decodeKeys, flushKeys, idleDecoding, type KeyDecoding } from "./keys/decode.js";
export type { Key, KeyName } from "./keys/key.js";
export { runTui, type TuiOptions } from "./run.js";
export { createWarnings, type Warnings } from "./session/warnings.js";
export type { Draft } from "./ui/draft.js";
export type { Effect, Step } from "./ui/effect.js";
export { type KeyContext, reduceKey } from "./ui/reduce.js";
export { initialUi, type UiState } from "./ui/state.js";
export { type Calendar, calendarOf } from "./view/calendar.js";
export {
  type Color,
  type Frame,
  plainText,
  type Row,
  type Size,
  type Span,
  type Style,
} from "./view/frame.js";
export { type ChatFrame, view } from "./view/view.js";
