/**
 * The newest log lines of each function, in memory, for `stepwell logs` and the console; every line is also handed on to a sink.
 * G1 Memory is bounded for each function by lines and by characters. G2 A reader that follows gets each line once, in order.
 */
import type { LogLine } from '../../functions/function-runner.ts';

export interface FunctionLogsOptions {
  readonly maxLines?: number;
  readonly maxChars?: number;
  /** Where lines go besides: CloudWatch Logs. Must not throw. */
  readonly sink?: (line: LogLine) => void;
}

export interface ReadLogsOptions {
  readonly sinceMs?: number;
  /** Go on with new lines until `signal` aborts. */
  readonly follow?: boolean;
  readonly signal?: AbortSignal;
}

interface Kept {
  lines: LogLine[];
  chars: number;
  /** Lines that were dropped from the front: the number of the first kept line. */
  dropped: number;
  readonly wake: Set<() => void>;
}

export class FunctionLogs {
  readonly #kept = new Map<string, Kept>();
  readonly #maxLines: number;
  readonly #maxChars: number;
  readonly #sink: ((line: LogLine) => void) | undefined;

  constructor({ maxLines = 10_000, maxChars = 4_000_000, sink }: FunctionLogsOptions = {}) {
    this.#maxLines = maxLines;
    this.#maxChars = maxChars;
    this.#sink = sink;
  }

  write(line: LogLine): void {
    const kept = this.#of(line.functionName);
    kept.lines.push(line);
    kept.chars += line.message.length;
    // In batches, so that dropping costs little for each line.
    if (kept.lines.length > this.#maxLines * 1.25 || kept.chars > this.#maxChars * 1.25) this.#trim(kept);
    for (const wake of kept.wake) wake();
    this.#sink?.(line);
  }

  async *read(
    functionName: string,
    { sinceMs = 0, follow = false, signal }: ReadLogsOptions = {},
  ): AsyncGenerator<LogLine> {
    const kept = this.#of(functionName);
    let next = kept.dropped;
    for (;;) {
      while (next < kept.dropped + kept.lines.length) {
        next = Math.max(next, kept.dropped);
        const line = kept.lines[next++ - kept.dropped]!;
        if (line.timestampMs >= sinceMs) yield line;
      }
      if (!follow || signal?.aborted) return;
      await nextLine(kept, signal);
    }
  }

  delete(functionName: string): void {
    this.#kept.delete(functionName);
  }

  #of(functionName: string): Kept {
    const known = this.#kept.get(functionName);
    if (known) return known;
    const kept: Kept = { lines: [], chars: 0, dropped: 0, wake: new Set() };
    this.#kept.set(functionName, kept);
    return kept;
  }

  #trim(kept: Kept): void {
    let drop = Math.max(0, kept.lines.length - this.#maxLines);
    let chars = kept.lines.slice(0, drop).reduce((sum, line) => sum + line.message.length, 0);
    while (kept.chars - chars > this.#maxChars && drop < kept.lines.length) chars += kept.lines[drop++]!.message.length;
    kept.lines = kept.lines.slice(drop);
    kept.chars -= chars;
    kept.dropped += drop;
  }
}

function nextLine(kept: Kept, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const wake = (): void => {
      kept.wake.delete(wake);
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    kept.wake.add(wake);
    signal?.addEventListener('abort', wake, { once: true });
  });
}
