import type { Path, Problem, Rule } from "./problem.js";

/** A value of a description that nobody has checked yet, its place, and where its problems are collected. */
export class Field {
  constructor(
    readonly value: unknown,
    readonly path: Path,
    private readonly problems: Problem[],
  ) {}

  /** Whether nothing was written here. */
  get absent(): boolean {
    return this.value === undefined || this.value === null;
  }

  error(rule: Rule, message: string): undefined {
    this.problems.push({ rule, severity: "error", path: this.path, message });
  }

  warn(rule: Rule, message: string): undefined {
    this.problems.push({ rule, severity: "warning", path: this.path, message });
  }

  /** Reads a map with these keys; reports every other key. A wrong type gives absent fields. */
  fields<K extends string>(...keys: readonly K[]): Record<K, Field> {
    const map = isMap(this.value) ? this.value : {};
    if (!this.absent && !isMap(this.value)) this.wrongType("a map");
    for (const key of Object.keys(map)) {
      if (!(keys as readonly string[]).includes(key)) {
        this.child(key, map[key]).error("unknown-key", `unknown key; known are ${keys.join(", ")}`);
      }
    }
    const entries = keys.map((key) => [
      key,
      this.child(key, Object.hasOwn(map, key) ? map[key] : undefined),
    ]);
    return Object.fromEntries(entries) as Record<K, Field>;
  }

  /** Reads a list; absent is the empty list. */
  items(): Field[] {
    if (Array.isArray(this.value)) return this.value.map((item, i) => this.child(i, item));
    if (!this.absent) this.wrongType("a list");
    return [];
  }

  /** Reads text; absent is undefined. */
  text(): string | undefined {
    if (typeof this.value === "string") return this.value;
    if (!this.absent) this.wrongType("text");
    return undefined;
  }

  /** Reads text that matches a pattern; the message tells what was expected. */
  textLike(pattern: RegExp, rule: Rule, expected: string): string | undefined {
    const text = this.text();
    if (text === undefined || pattern.test(text)) return text;
    return this.error(rule, `${quote(text)} is not ${expected}`);
  }

  /** Reads a name. One that starts with a digit would be read as a date or number once it passes through the environment. */
  label(): string | undefined {
    return this.textLike(
      /^[a-z](?:[-a-z0-9]{0,30}[a-z0-9])?$/,
      "invalid-name",
      "a lower-case DNS label of at most 32 characters that starts with a letter",
    );
  }

  /** Reads an integer within bounds. */
  integer(min: number, max: number, rule: Rule = "out-of-range"): number | undefined {
    if (this.absent) return undefined;
    if (typeof this.value !== "number" || !Number.isInteger(this.value)) {
      return this.wrongType("an integer");
    }
    if (this.value < min || this.value > max) {
      return this.error(rule, `${this.value} is not between ${min} and ${max}`);
    }
    return this.value;
  }

  /** Reports that something must stand here, if nothing does. */
  required(expected: string): boolean {
    if (this.absent) this.error("missing", `missing; expected ${expected}`);
    return !this.absent;
  }

  private wrongType(expected: string): undefined {
    const found = Array.isArray(this.value)
      ? "a list"
      : isMap(this.value)
        ? "a map"
        : typeof this.value;
    return this.error("wrong-type", `expected ${expected}, found ${found}`);
  }

  private child(step: string | number, value: unknown): Field {
    return new Field(value, [...this.path, step], this.problems);
  }
}

/** Quotes text of unknown origin for a message: escaped, and cut where it gets long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
