/** Up to here a text is the library's; what follows is the standard library's own. */
const RUNTIME_TEXTS =
  /^(error parsing info url: parse |error parsing account server url: |error parsing operator service url |could not parse iana time zone by name: )/;

interface Issue {
  readonly description: string;
  readonly blocking: boolean;
  readonly timeCheck: boolean;
}

/** Issues as a multiset, of either side. */
export function comparableIssues(value: unknown): unknown {
  return (value as readonly Issue[])
    .map(({ description, blocking, timeCheck }) => ({
      description: RUNTIME_TEXTS.exec(description)?.[0] ?? description,
      blocking,
      timeCheck,
    }))
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
