import { AuthError } from "../errors/auth-error.js";

interface Node<T> {
  readonly next: Map<string, Node<T>>;
  readonly values: T[];
}

const createNode = <T>(): Node<T> => ({ next: new Map(), values: [] });

/**
 * Subjects by token, to find which of many contain or are contained in one without comparing all pairs;
 * "contained" is the plain token comparison of {@link isContainedIn}, also for texts that are no subjects.
 *
 * Wildcards make the search branch, so hostile sets could still be slow: the steps of one tree are bounded.
 */
export interface SubjectTree<T> {
  readonly add: (subject: string, value: T) => void;
  /** Values of the subjects in the tree that contain `subject`, itself included. */
  readonly containersOf: (subject: string) => T[];
  /** Values of the subjects in the tree that `subject` contains, itself included. */
  readonly containedIn: (subject: string) => T[];
}

/**
 * An empty tree.
 *
 * @throws {@link AuthError} `ERR_CLAIM_MALFORMED` from a search after `maxSteps` visited nodes
 */
export const createSubjectTree = <T>(
  options: {
    /** Nodes that all searches together may visit. @default 2_000_000 */
    maxSteps?: number | undefined;
  } = {},
): SubjectTree<T> => {
  const { maxSteps = 2_000_000 } = options;
  const root = createNode<T>();
  let steps = 0;

  const step = (): void => {
    if (++steps > maxSteps) {
      throw new AuthError(
        "ERR_CLAIM_MALFORMED",
        `comparing these subjects takes more than ${maxSteps} steps; use fewer or simpler wildcards`,
      );
    }
  };

  // An explicit stack: a hostile subject has more tokens than the call stack has room.
  const search = (
    subject: string,
    expand: (at: Node<T>, token: string, isLast: boolean, push: (node: Node<T>) => void) => T[][],
  ): T[] => {
    const tokens = subject.split(".");
    const out: T[] = [];
    const pending = [{ at: root, index: 0 }];
    for (let current = pending.pop(); current; current = pending.pop()) {
      step();
      const { at, index } = current;
      const token = tokens[index];
      if (token === undefined) append(out, at.values);
      else {
        const push = (next: Node<T>) => pending.push({ at: next, index: index + 1 });
        for (const values of expand(at, token, index === tokens.length - 1, push)) {
          append(out, values);
        }
      }
    }
    return out;
  };

  const below = (top: Node<T>): T[][] => {
    const found: T[][] = [];
    const pending = [...top.next.values()];
    for (let at = pending.pop(); at; at = pending.pop()) {
      step();
      found.push(at.values);
      for (const child of at.next.values()) pending.push(child);
    }
    return found;
  };

  return {
    add: (subject, value) => {
      let at = root;
      for (const token of subject.split(".")) {
        const next = at.next.get(token) ?? createNode<T>();
        at.next.set(token, next);
        at = next;
      }
      at.values.push(value);
    },
    containersOf: (subject) =>
      search(subject, (at, token, isLast, push) => {
        const open = at.next.get(">");
        const star = at.next.get("*");
        if (star) push(star);
        // A final `>` was just counted as open; in the middle it is a token like any other.
        const same = token === "*" || (token === ">" && isLast) ? undefined : at.next.get(token);
        if (same) push(same);
        return open ? [open.values] : [];
      }),
    containedIn: (subject) =>
      search(subject, (at, token, isLast, push) => {
        if (token === ">" && isLast) return below(at);
        if (token === "*") for (const child of at.next.values()) push(child);
        else {
          const same = at.next.get(token);
          if (same) push(same);
        }
        return [];
      }),
  };
};

/** `push(...values)` would overflow the stack on long lists. */
const append = <T>(out: T[], values: readonly T[]): void => {
  for (const value of values) out.push(value);
};
