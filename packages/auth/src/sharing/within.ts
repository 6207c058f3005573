import { contains } from "../subjects/relations.js";
import { isSubject } from "../subjects/subject.js";

/** True when both are subjects and `outer` names everything that `inner` names. */
export function isWithin(inner: string, outer: string): boolean {
  return isSubject(inner) && isSubject(outer) && contains(outer, inner);
}
