import type { Random } from "../random.js";
import * as texts from "../texts.js";

export type Maker = () => unknown;

/** What all makers of claims draw from. */
export class OddValues {
  protected readonly text: Maker;
  protected readonly texts: Maker;
  protected readonly subject: Maker;
  protected readonly integer: Maker;
  protected readonly flag: Maker;

  /** `loose` claims are spelt in ways that only loading them accepts. */
  constructor(
    protected readonly random: Random,
    protected readonly spelling: "exact" | "loose",
  ) {
    this.text = () => texts.text(random);
    this.texts = () => random.list(3, this.text);
    this.subject = () => texts.subject(random);
    this.integer = () => texts.integer(random);
    this.flag = () => random.one(2);
  }

  /** Go's sorting keeps the order of equal subjects in lists of up to 12 only, so what is encoded has shorter ones. */
  protected most(usual: number): number {
    return this.spelling === "loose" && this.random.one(5) ? 14 : usual;
  }

  protected loose(value: unknown): readonly unknown[] {
    return this.spelling === "loose" ? [value] : [];
  }
}
