import { createStepBudget, type StepBudget } from "./step-budget.js";
import { endsOpen, tokenEnd } from "./token.js";

interface Node<T> {
  /** The tokens that lead here from the node above, dots between them: most subjects share few, so most nodes hold many. */
  label: string;
  /** Below, the node whose first token is `*`. */
  star: Node<T> | undefined;
  /** Below, the other nodes by their first token. */
  next: Map<string, Node<T>> | undefined;
  /** Of the subjects that end here. */
  values: T[] | undefined;
  /** Of the subjects that end here but for a final `>`. */
  open: T[] | undefined;
}

const createNode = <T>(label: string): Node<T> => ({
  label,
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

/** Characters of a label that are compared for one step. */
const STEP_CHARACTERS = 16;

/**
 * An empty tree.
 *
 * @throws {@link AuthError} `ERR_CLAIM_MALFORMED` from any call when the budget is spent
 */
export const createSubjectTree = <T>(
  options: {
    /** Pays a step for every node, for every 16 characters compared and for every value found. @default a budget of its own */
    budget?: StepBudget | undefined;
  } = {},
): SubjectTree<T> => {
  const { budget = createStepBudget() } = options;
  const root = createNode<T>("");
  // What one search found, and its stack, which is kept for the next: claims make searches by the thousand.
  let found: T[] = [];
  const nodes: Node<T>[] = [];
  const starts: number[] = [];

  /** Values pay too: a thousand of one subject would otherwise be found for nothing. */
  const append = (values: readonly T[] | undefined): void => {
    if (!values) return;
    budget.spend(values.length);
    if (found.length === 0) found = values.slice();
    else for (const value of values) found.push(value);
  };

  const compare = (characters: number): void =>
    budget.spend(1 + Math.floor(characters / STEP_CHARACTERS));

  const below = (top: Node<T>): void => {
    const pending: Node<T>[] = [];
    append(top.open);
    expand(top, pending);
    for (let at = pending.pop(); at; at = pending.pop()) {
      budget.spend();
      append(at.values);
      append(at.open);
      expand(at, pending);
    }
  };

  // An explicit stack: a hostile set is deeper than the call stack has room.
  const search = (subject: string, how: Search): T[] => {
    const { widens, narrows } = how;
    // Only where the final `>` takes every tail it is no token like others.
    const tail = widens && endsOpen(subject) ? subject.length - 1 : Number.POSITIVE_INFINITY;
    found = [];
    // Empty but after a search that spent its budget.
    if (nodes.length > 0) nodes.length = starts.length = 0;
    nodes.push(root);
    starts.push(0);
    for (let at = nodes.pop(); at; at = nodes.pop()) {
      const start = starts.pop() ?? 0;
      compare(Math.min(at.label.length, subject.length - start));
      const offset = at === root ? start : follow(at.label, subject, start, tail, how);
      if (offset === MISS) continue;
      if (offset === INSIDE) append(at.values);
      if (offset === INSIDE || offset === tail) {
        below(at);
        continue;
      }
      if (offset > subject.length) {
        append(at.values);
        continue;
      }
      const end = tokenEnd(subject, offset);
      const token = subject.slice(offset, end);
      const takesAll = widens && token === "*";
      if (narrows || (takesAll && end === subject.length)) append(at.open);
      if (takesAll) expand(at, nodes);
      else {
        if (at.star && narrows) nodes.push(at.star);
        const same = at.next?.get(token);
        if (same) nodes.push(same);
      }
      while (starts.length < nodes.length) starts.push(offset);
    }
    return found;
  };

  /** The node where a subject without its final `>` ends, made when there is none. */
  const nodeOf = (subject: string): Node<T> => {
    let at = root;
    for (let offset = 0; offset <= subject.length; ) {
      const child = childAt(at, subject, offset);
      compare(child.label.length);
      offset += child.label.length + 1;
      at = child;
    }
    return at;
  };

  return {
    add: (subject, value) => {
      if (!endsOpen(subject)) {
        const node = nodeOf(subject);
        // Not `??= []`: what is pushed onto an empty list reserves room for seventeen.
        if (node.values) node.values.push(value);
        else node.values = [value];
        return;
      }
      const node = subject === ">" ? root : nodeOf(subject.slice(0, -2));
      if (node.open) node.open.push(value);
      else node.open = [value];
    },
    containersOf: (subject) => search(subject, { widens: false, narrows: true }),
    containedIn: (subject) => search(subject, { widens: true, narrows: false }),
    overlapping: (subject) => search(subject, { widens: true, narrows: true }),
  };
};

/** The subject does not match the label. */
const MISS = -1;
/** The subject's tail begins before the label ends. */
const INSIDE = -2;

/** Where the subject goes on behind the tokens of a label; behind its end when none is left. */
const follow = (
  label: string,
  subject: string,
  start: number,
  tail: number,
  { widens, narrows }: Search,
): number => {
  const behind = start + label.length + 1;
  if (behind <= tail && isPrefix(label, subject, start)) return behind;
  let offset = start;
  for (let at = 0; at <= label.length; ) {
    if (offset === tail) return INSIDE;
    if (offset > subject.length) return MISS;
    const token = label.slice(at, tokenEnd(label, at));
    const other = subject.slice(offset, tokenEnd(subject, offset));
    const isSame = token === other || (narrows && token === "*") || (widens && other === "*");
    if (!isSame) return MISS;
    at += token.length + 1;
    offset += other.length + 1;
  }
  return offset;
};

/** Whether the tokens of a label are the next ones of a subject, letter by letter. */
const isPrefix = (label: string, subject: string, start: number): boolean => {
  const end = start + label.length;
  return (end === subject.length || subject[end] === ".") && subject.startsWith(label, start);
};

/** The child that a subject goes on through: a new one for all of it, or a known one, split where the two part. */
const childAt = <T>(node: Node<T>, subject: string, offset: number): Node<T> => {
  const token = subject.slice(offset, tokenEnd(subject, offset));
  const known = token === "*" ? node.star : node.next?.get(token);
  if (known && isPrefix(known.label, subject, offset)) return known;
  const child = createNode<T>(known ? shared(known.label, subject, offset) : subject.slice(offset));
  if (known) {
    known.label = known.label.slice(child.label.length + 1);
    link(child, known.label.slice(0, tokenEnd(known.label, 0)), known);
  }
  link(node, token, child);
  return child;
};

const link = <T>(node: Node<T>, token: string, child: Node<T>): void => {
  if (token === "*") {
    node.star = child;
    return;
  }
  node.next ??= new Map();
  node.next.set(token, child);
};

/** The first tokens of a label that a subject has too; they have one at least. */
const shared = (label: string, subject: string, offset: number): string => {
  let same = 0;
  while (same < label.length && label[same] === subject[offset + same]) same += 1;
  const labelEnds = same === label.length || label[same] === ".";
  const subjectEnds = offset + same === subject.length || subject[offset + same] === ".";
  return label.slice(0, labelEnds && subjectEnds ? same : label.lastIndexOf(".", same - 1));
};

const expand = <T>(node: Node<T>, pending: Node<T>[]): void => {
  if (node.star) pending.push(node.star);
  if (node.next) for (const child of node.next.values()) pending.push(child);
};
