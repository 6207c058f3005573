/**
 * Where the token that starts at `start` ends. Walking like this, a comparison of subjects of any length stops at the first
 * token that decides it; splitting them first costs a hundred times as much memory as their text.
 */
export const tokenEnd = (subject: string, start: number): number => {
  const dot = subject.indexOf(".", start);
  return dot < 0 ? subject.length : dot;
};

/** Whether the last token is `>`. */
export const endsOpen = (subject: string): boolean => subject === ">" || subject.endsWith(".>");
