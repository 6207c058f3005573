import { AuthError } from "../../errors/auth-error.js";
import {
  MAX_DEPTH,
  MAX_NAMES,
  MAX_VALUES,
  SAFE_LENGTH,
  tooManyNames,
  tooManyValues,
} from "./bounds.js";
import { setMember } from "./set-member.js";

/** How lenient JSON is read. Both bound depth, values and names, and refuse trailing text. */
export interface ParseJsonOptions {
  /** What a repeated member of one object does. */
  readonly duplicates: "refuse" | "last";
}

/**
 * An integer written as `1.0` or `1e3`, which Go does not take for an integer, or a number out of range, which Go minds
 * only where it needs it.
 */
export class FloatLiteral {
  constructor(readonly value: number) {}
}

/**
 * RFC 8259 text to a value: integers beyond 2^53 - 1 become bigints, `__proto__` is an ordinary member,
 * and lone surrogates become U+FFFD as in Go. `JSON.parse` loses the first and can't see repeated members.
 */
export function parseJson(text: string, options: ParseJsonOptions): unknown {
  return new Reader(text, options.duplicates === "refuse").document();
}

const QUOTE = 34;
const BACKSLASH = 92;
// biome-ignore-start lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings, so they are looked for
const NOT_PLAIN = /[\\\u0000-\u001f]/;
// biome-ignore-end lint/suspicious/noControlCharactersInRegex: JSON forbids them in strings, so they are looked for
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** All members of the objects in which some name is there twice; made when the first one is. */
let repeating: WeakMap<object, [string, unknown][]> | undefined;

/** The members of an object in the order of the text where some of them have one name, which are rare. */
export const repeatedMembers = (object: object): readonly [string, unknown][] | undefined =>
  repeating?.get(object);

class Reader {
  private at = 0;
  private sawRepeated = false;
  private depth = 0;
  private values = 0;
  /** Kept where there could be too many. */
  private readonly names: Set<string> | undefined;

  constructor(
    private readonly text: string,
    private readonly refuseDuplicates: boolean,
  ) {
    this.names = text.length < SAFE_LENGTH ? undefined : new Set();
  }

  document(): unknown {
    const value = this.value();
    this.space();
    if (this.at < this.text.length) throw this.malformed("text after the end of the value");
    return value;
  }

  private value(): unknown {
    this.values += 1;
    if (this.values > MAX_VALUES) throw tooManyValues();
    this.space();
    const code = this.text.charCodeAt(this.at);
    if (code === QUOTE) return this.string();
    if (code === 123) return this.object();
    if (code === 91) return this.array();
    if (code === 45 || (code >= 48 && code <= 57)) return this.number();
    if (code === 116) return this.word("true", true);
    if (code === 102) return this.word("false", false);
    if (code === 110) return this.word("null", null);
    throw this.malformed("a character that starts no value");
  }

  private object(): Record<string, unknown> {
    this.enter();
    const object: Record<string, unknown> = {};
    this.space();
    if (this.take(125)) return this.leave(object);
    for (;;) {
      this.space();
      if (this.text.charCodeAt(this.at) !== QUOTE) throw this.malformed("expected a member name");
      const name = this.string();
      if (this.names && this.names.add(name).size > MAX_NAMES) throw tooManyNames();
      this.space();
      if (!this.take(58)) throw this.malformed("expected a colon");
      this.define(object, name, this.value());
      this.space();
      if (this.take(44)) continue;
      if (this.take(125)) return this.leave(object);
      throw this.malformed("expected a comma or the end of an object");
    }
  }

  private define(object: Record<string, unknown>, name: string, value: unknown): void {
    if (Object.hasOwn(object, name)) {
      if (this.refuseDuplicates) throw this.malformed("a member that is there twice");
      repeating ??= new WeakMap();
      if (!repeating.has(object)) repeating.set(object, Object.entries(object));
      this.sawRepeated = true;
    }
    if (this.sawRepeated) repeating?.get(object)?.push([name, value]);
    setMember(object, name, value);
  }

  private array(): unknown[] {
    this.enter();
    const array: unknown[] = [];
    this.space();
    if (this.take(93)) return this.leave(array);
    for (;;) {
      array.push(this.value());
      this.space();
      if (this.take(44)) continue;
      if (this.take(93)) return this.leave(array);
      throw this.malformed("expected a comma or the end of an array");
    }
  }

  private string(): string {
    this.at += 1;
    const close = this.text.indexOf('"', this.at);
    const plain = this.text.slice(this.at, close < 0 ? undefined : close);
    if (close < 0 || NOT_PLAIN.test(plain)) return this.escapedString();
    this.at = close + 1;
    return plain;
  }

  private escapedString(): string {
    const start = this.at - 1;
    const end = this.endOfString();
    let text: string;
    try {
      // The platform reads a megabyte of escapes ten times as fast as a loop over them.
      text = JSON.parse(this.text.slice(start, end)) as string;
    } catch {
      throw this.malformed("a control character or an unknown escape in a string");
    }
    this.at = end;
    return text.replace(LONE_SURROGATE, "\ufffd");
  }

  /** Behind the first quote that no backslash takes away. */
  private endOfString(): number {
    for (let at = this.at; ; at += 1) {
      at = this.text.indexOf('"', at);
      if (at < 0) throw this.malformed("a string without an end");
      let backslashes = 0;
      while (this.text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes += 1;
      if (backslashes % 2 === 0) return at + 1;
    }
  }

  private number(): number | bigint | FloatLiteral {
    const short = this.digits();
    if (short !== undefined) return short;
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text);
    if (found === null) throw this.malformed("a number that is none");
    this.at = NUMBER.lastIndex;
    const [literal, fraction, exponent] = found;
    const value = Number(literal);
    if (fraction !== undefined || exponent !== undefined) {
      const isWhole = Number.isInteger(value) || !Number.isFinite(value);
      return isWhole ? new FloatLiteral(value) : value;
    }
    if (Number.isSafeInteger(value)) return value;
    // Reading digits is quadratic, and no integer of a claim has more than 20.
    if (literal.length > 400) return new FloatLiteral(value);
    return BigInt(literal);
  }

  /** Nearly every number of a claim: an integer of at most 15 digits. */
  private digits(): number | undefined {
    const start = this.at;
    let end = start;
    let value = 0;
    for (; end - start < 16; end += 1) {
      const digit = this.text.charCodeAt(end) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = value * 10 + digit;
    }
    const next = this.text.charCodeAt(end);
    const isWhole = next === 44 || next === 125 || next === 93;
    const leadsWithZero = this.text.charCodeAt(start) === 48 && end - start > 1;
    if (!isWhole || leadsWithZero || end === start || end - start > 15) return undefined;
    this.at = end;
    return value;
  }

  private word<Value>(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.at)) throw this.malformed("an unknown word");
    this.at += word.length;
    return value;
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return;
      this.at += 1;
    }
  }

  private take(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at += 1;
    return true;
  }

  private enter(): void {
    this.at += 1;
    this.depth += 1;
    if (this.depth > MAX_DEPTH) throw this.malformed(`more than ${MAX_DEPTH} levels`);
  }

  private leave<Value>(value: Value): Value {
    this.depth -= 1;
    return value;
  }

  private malformed(reason: string): AuthError {
    return new AuthError(
      "ERR_JSON_MALFORMED",
      `not JSON at character ${this.at}: ${reason}; expected RFC 8259 text`,
    );
  }
}
