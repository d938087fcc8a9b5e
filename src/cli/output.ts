/**
 * Where the CLI's words go: results to stdout, progress and remarks to stderr, so that a pipe gets results only.
 * With `--json` every result is one JSON document (or one a line for streams) and nothing else is printed.
 */
export interface Output {
  readonly json: boolean;
  /** A result for a person to read; silent with `--json`. */
  print(text: string): void;
  /** A result for a program; silent without `--json`. */
  data(value: unknown): void;
  /** A remark that is not the result. */
  note(text: string): void;
  /** A line that the next one replaces; only on a terminal. */
  progress(line: string): void;
  /** Whether a line of progress is on the screen. */
  readonly hasProgress: boolean;
  clearProgress(): void;
}

export function createOutput(
  json: boolean,
  stdout: NodeJS.WriteStream = process.stdout,
  stderr: NodeJS.WriteStream = process.stderr,
): Output {
  let hasProgress = false;
  const clearProgress = (): void => {
    if (hasProgress) stderr.write('\r\x1b[2K');
    hasProgress = false;
  };
  return {
    json,
    print(text) {
      clearProgress();
      if (!json) stdout.write(`${text}\n`);
    },
    data(value) {
      clearProgress();
      if (json) stdout.write(`${JSON.stringify(value)}\n`);
    },
    note(text) {
      clearProgress();
      if (!json) stderr.write(`${text}\n`);
    },
    progress(line) {
      if (json || !stderr.isTTY) return;
      stderr.write(`\r\x1b[2K${line}`);
      hasProgress = true;
    },
    get hasProgress() {
      return hasProgress;
    },
    clearProgress,
  };
}

/** Columns of the terminal, 100 where there is none. */
export function terminalWidth(): number {
  return process.stderr.columns || 100;
}

/** Rows as aligned columns. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function seconds(ms: number): string {
  return ms < 60_000
    ? `${(ms / 1_000).toFixed(2)} s`
    : `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1_000)} s`;
}
