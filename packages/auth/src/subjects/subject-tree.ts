import { createStepBudget, type StepBudget } from "./step-budget.js";

interface Node<T> {
  /** Below the token `*`. */
  star: Node<T> | undefined;
  /** Below other tokens. Most nodes of a hostile tree are the end of a long subject: they hold no map. */
  next: Map<string, Node<T>> | undefined;
  /** Of the subjects that end here. */
  values: T[] | undefined;
  /** Of the subjects that end here but for a final `>`. */
  open: T[] | undefined;
}

const createNode = <T>(): Node<T> => ({
  star: undefined,
  next: undefined,
  values: undefined,
  open: undefined,
});

/**
 * Subjects by token, to find which of many contain or are contained in one without comparing all pairs;
 * "contained" is the plain token comparison of {@link isContainedIn}, also for texts that are no subjects.
 *
 * Wildcards make the search branch, so hostile sets could still be slow: adding and searching spend from a budget.
 */
export interface SubjectTree<T> {
  readonly add: (subject: string, value: T) => void;
  /** Values of the subjects in the tree that contain `subject`, itself included. */
  readonly containersOf: (subject: string) => T[];
  /** Values of the subjects in the tree that `subject` contains, itself included. */
  readonly containedIn: (subject: string) => T[];
  /** Values of the subjects in the tree that share a literal subject with `subject`. */
  readonly overlapping: (subject: string) => T[];
}

/** Which nodes below a token of the searched subject are looked at. */
interface Search {
  /** A `*` of the subject takes every token of the tree, a `>` every tail. */
  readonly widens: boolean;
  /** A `*` of the tree takes every token of the subject, a `>` every tail. */
  readonly narrows: boolean;
}

/**
 * An empty tree.
 *
 * @throws {@link AuthError} `ERR_CLAIM_MALFORMED` from any call when the budget is spent
 */
export const createSubjectTree = <T>(
  options: {
    /** Pays a step for every node and every value found. @default a budget of its own */
    budget?: StepBudget | undefined;
  } = {},
): SubjectTree<T> => {
  const { budget = createStepBudget() } = options;
  const root = createNode<T>();
  // The stack of one search, kept for the next: claims make searches by the thousand.
  const nodes: Node<T>[] = [];
  const depths: number[] = [];

  /** Values pay too: a thousand of one subject would otherwise be found for nothing. */
  const append = (out: T[], values: readonly T[] | undefined): void => {
    if (!values) return;
    for (const value of values) {
      budget.spend();
      out.push(value);
    }
  };

  const below = (top: Node<T>, out: T[]): void => {
    const pending: Node<T>[] = [];
    append(out, top.open);
    expand(top, pending);
    for (let at = pending.pop(); at; at = pending.pop()) {
      budget.spend();
      append(out, at.values);
      append(out, at.open);
      expand(at, pending);
    }
  };

  // An explicit stack: a hostile subject has more tokens than the call stack has room.
  const search = (subject: string, { widens, narrows }: Search): T[] => {
    const tokens = subject.split(".");
    const out: T[] = [];
    nodes.length = 0;
    depths.length = 0;
    nodes.push(root);
    depths.push(0);
    for (let at = nodes.pop(); at; at = nodes.pop()) {
      budget.spend();
      const depth = depths.pop() ?? 0;
      const before = nodes.length;
      const token = tokens[depth];
      const isLast = depth === tokens.length - 1;
      if (token === undefined) append(out, at.values);
      else if (token === ">" && isLast) {
        if (widens) below(at, out);
        else append(out, at.open);
        if (narrows && !widens && at.star) nodes.push(at.star);
      } else {
        if (narrows || (widens && token === "*" && isLast)) append(out, at.open);
        if (widens && token === "*") expand(at, nodes);
        else {
          if (at.star && (narrows || token === "*")) nodes.push(at.star);
          const same = token === "*" ? undefined : at.next?.get(token);
          if (same) nodes.push(same);
        }
      }
      for (let added = before; added < nodes.length; added += 1) depths.push(depth + 1);
    }
    return out;
  };

  return {
    add: (subject, value) => {
      const tokens = subject.split(".");
      const isOpen = tokens.at(-1) === ">";
      if (isOpen) tokens.pop();
      let at = root;
      for (const token of tokens) {
        budget.spend();
        at = token === "*" ? starOf(at) : childOf(at, token);
      }
      if (isOpen) {
        at.open ??= [];
        at.open.push(value);
      } else {
        at.values ??= [];
        at.values.push(value);
      }
    },
    containersOf: (subject) => search(subject, { widens: false, narrows: true }),
    containedIn: (subject) => search(subject, { widens: true, narrows: false }),
    overlapping: (subject) => search(subject, { widens: true, narrows: true }),
  };
};

const starOf = <T>(node: Node<T>): Node<T> => {
  node.star ??= createNode();
  return node.star;
};

const childOf = <T>(node: Node<T>, token: string): Node<T> => {
  node.next ??= new Map();
  const known = node.next.get(token);
  if (known) return known;
  const child = createNode<T>();
  node.next.set(token, child);
  return child;
};

const expand = <T>(node: Node<T>, pending: Node<T>[]): void => {
  if (node.star) pending.push(node.star);
  if (node.next) for (const child of node.next.values()) pending.push(child);
};
