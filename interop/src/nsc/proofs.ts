import { edits } from "./edits.js";
import { readsOurs } from "./reads-ours.js";
import { readsTheirs } from "./reads-theirs.js";
import { reissues } from "./reissues.js";
import { servers } from "./servers.js";

export const proofs = [...readsOurs, ...readsTheirs, ...edits, ...reissues, ...servers];
