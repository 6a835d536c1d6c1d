// What is wrong with the content, and what to do. Problems are collected, never thrown: one bad lesson must not hide another.

export interface Problem {
  /** Relative to the course's folder. */
  file: string;
  /** 1-based; null when it concerns the file as a whole, or a file that is not there. */
  line: number | null;
  column: number | null;
  /** Where in the data, for example "steps[0].checks[1].expect.port"; empty when it does not apply. */
  path: string;
  /** Stable short name, for tools. */
  code: string;
  message: string;
  remedy: string;
}

/** By file, then place; ties stay in the order in which they were found. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  );
}

/** "10-pods/10-pause/lab.yaml:12:5: message (remedy)" */
export function formatProblem({ file, line, column, path, message, remedy }: Problem): string {
  const place = [file, line, column].filter((each) => each !== null).join(':');
  return `${place}: ${path === '' ? '' : `${path}: `}${message}\n    ${remedy}`;
}
