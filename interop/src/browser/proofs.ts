import { drained } from "./drained.js";
import { forbidden } from "./forbidden.js";
import { interrupted } from "./interrupted.js";
import { keys } from "./keys.js";
import { leaving } from "./leaving.js";
import { person } from "./person.js";

export { close } from "./testbed.js";
export const proofs = [...keys, ...person, ...interrupted, ...leaving, ...drained, ...forbidden];
