import type { DrainReport } from "../drain/report.js";

/** Why a connection is handed over. */
export type HandOverReason = "lameDuck" | "renewal";

/** What a managed connection tells about. */
export type HandOverEvent =
  /** The server announced that it will go, or `handOver()` was called. */
  | { readonly type: "begin"; readonly reason: HandOverReason; readonly from: string }
  /** No other server could be used this time; the old connection stays, and another attempt follows. */
  | {
      readonly type: "refused";
      readonly attempt: number;
      readonly error: unknown;
      readonly retryMs: number;
    }
  /**
   * The new connection is in use. `probed` is `false` where the old server couldn't be asked whether it knows of the
   * new subscriptions, because it was gone or a permission forbade it.
   */
  | {
      readonly type: "moved";
      readonly reason: HandOverReason;
      readonly from: string;
      readonly to: string;
      readonly probed: boolean;
      readonly ms: number;
    }
  /** The old connection was drained and is closed. */
  | { readonly type: "drained"; readonly server: string; readonly report: DrainReport }
  /** The client itself found another server before a hand-over was possible: messages may have been missed. */
  | { readonly type: "overtaken"; readonly from: string; readonly to: string };
