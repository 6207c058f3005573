/** One vector, as a package's `test/conformance/cases.ts` yields it. */
export interface ConformanceCase {
  readonly name: string;
  run(): void | Promise<void>;
}
