import { AuthError } from "../errors/auth-error.js";

interface Node<T> {
  /** Most nodes of a hostile tree are the end of a long subject: they hold no map. */
  next: Map<string, Node<T>> | undefined;
  values: T[] | undefined;
}

const createNode = <T>(): Node<T> => ({ next: undefined, values: undefined });

const none: readonly never[] = [];

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
    /** Nodes that all searches together may visit. @default 200_000 */
    maxSteps?: number | undefined;
  } = {},
): SubjectTree<T> => {
  const { maxSteps = 200_000 } = options;
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
    expand: (
      at: Node<T>,
      token: string,
      isLast: boolean,
      push: (node: Node<T>) => void,
    ) => (readonly T[])[],
  ): T[] => {
    const tokens = subject.split(".");
    const out: T[] = [];
    const pending = [{ at: root, index: 0 }];
    for (let current = pending.pop(); current; current = pending.pop()) {
      step();
      const { at, index } = current;
      const token = tokens[index];
      if (token === undefined) append(out, at.values ?? none);
      else {
        const push = (next: Node<T>) => pending.push({ at: next, index: index + 1 });
        for (const values of expand(at, token, index === tokens.length - 1, push)) {
          append(out, values);
        }
      }
    }
    return out;
  };

  const below = (top: Node<T>): (readonly T[])[] => {
    const found: (readonly T[])[] = [];
    const pending = [...(top.next?.values() ?? none)];
    for (let at = pending.pop(); at; at = pending.pop()) {
      step();
      if (at.values) found.push(at.values);
      for (const child of at.next?.values() ?? none) pending.push(child);
    }
    return found;
  };

  return {
    add: (subject, value) => {
      let at = root;
      for (const token of subject.split(".")) {
        at.next ??= new Map();
        const next = at.next.get(token) ?? createNode<T>();
        at.next.set(token, next);
        at = next;
      }
      at.values ??= [];
      at.values.push(value);
    },
    containersOf: (subject) =>
      search(subject, (at, token, isLast, push) => {
        const open = at.next?.get(">");
        const star = at.next?.get("*");
        if (star) push(star);
        // A final `>` was just counted as open; in the middle it is a token like any other.
        const same = token === "*" || (token === ">" && isLast) ? undefined : at.next?.get(token);
        if (same) push(same);
        return open?.values ? [open.values] : [];
      }),
    containedIn: (subject) =>
      search(subject, (at, token, isLast, push) => {
        if (token === ">" && isLast) return below(at);
        if (token === "*") for (const child of at.next?.values() ?? none) push(child);
        else {
          const same = at.next?.get(token);
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
