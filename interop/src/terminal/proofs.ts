import { noTmux } from "../../../packages/chat-tui/test/tmux/tmux.js";
import type { Proof } from "../proof.js";
import { comesBackAfterACrash } from "./crash.js";
import { findsWhatTheMainJobMade } from "./one-store.js";
import { twoTerminalsChat } from "./two-terminals.js";

function inTmux(name: string, prove: () => Promise<void>): Proof {
  return {
    name,
    async run() {
      if (noTmux !== undefined) return { skipped: noTmux };
      await prove();
      return undefined;
    },
  };
}

export const proofs: readonly Proof[] = [
  inTmux("npm start and a second terminal chat; both leave properly", twoTerminalsChat),
  inTmux(
    "a terminal that joined comes back when the host was killed and starts again",
    comesBackAfterACrash,
  ),
  {
    name: "kchat-auth finds what npm start made, and changes nothing",
    async run() {
      await findsWhatTheMainJobMade();
      return undefined;
    },
  },
];
