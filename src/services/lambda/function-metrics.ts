/**
 * How often each function ran, how long it took and how often it failed, since the server started: for the console.
 * M1 Memory is bounded for each function: totals count everything, durations are those of the newest invocations, the chart that of the last hour.
 */
import type { FunctionRunner, InvocationResult } from '../../functions/function-runner.ts';
import type { Clock } from '../../runtime/clock.ts';

export interface FunctionFigures {
  readonly functionName: string;
  readonly invocations: number;
  /** Invocations that the function failed, or that could not be run. */
  readonly errors: number;
  readonly coldStarts: number;
  /** End of the newest invocation, in milliseconds since the epoch. */
  readonly lastMs: number;
  /** Of the newest invocations, in milliseconds; absent before the first has ended. */
  readonly durationMs?: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number };
}

export interface MinuteFigures {
  readonly startMs: number;
  readonly succeeded: number;
  readonly failed: number;
}

interface Minute {
  startMs: number;
  succeeded: number;
  failed: number;
}

interface Kept {
  invocations: number;
  errors: number;
  coldStarts: number;
  lastMs: number;
  readonly durations: Float64Array;
  /** How many durations were ever written; the ring holds the newest. */
  written: number;
  readonly minutes: Minute[];
}

const KEPT_DURATIONS = 4_096;
const MINUTES = 60;
const MINUTE_MS = 60_000;

export class FunctionMetrics {
  readonly #kept = new Map<string, Kept>();
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A runner that counts what it runs. */
  metered(runner: FunctionRunner): FunctionRunner {
    return {
      invoke: async (invocation) => {
        const { functionName } = invocation.spec;
        try {
          const result = await runner.invoke(invocation);
          this.#ran(functionName, result);
          return result;
        } catch (error) {
          // Nobody waits any more: the invocation neither failed nor succeeded.
          if (!invocation.signal?.aborted) this.#ran(functionName, undefined);
          throw error;
        }
      },
      drain: (functionName) => runner.drain(functionName),
      stop: () => runner.stop(),
    };
  }

  all(): readonly FunctionFigures[] {
    return [...this.#kept].map(([functionName, kept]) => figuresOf(functionName, kept));
  }

  of(functionName: string): FunctionFigures {
    return figuresOf(functionName, this.#kept.get(functionName) ?? nothing());
  }

  /** The last hour, oldest first, minutes without an invocation among them. */
  minutes(functionName: string): readonly MinuteFigures[] {
    const now = this.#minute();
    const known = new Map(this.#kept.get(functionName)?.minutes.map((minute) => [minute.startMs, minute]));
    return Array.from({ length: MINUTES }, (_, i) => {
      const startMs = now - (MINUTES - 1 - i) * MINUTE_MS;
      return known.get(startMs) ?? { startMs, succeeded: 0, failed: 0 };
    });
  }

  forget(functionName: string): void {
    this.#kept.delete(functionName);
  }

  #ran(functionName: string, result: InvocationResult | undefined): void {
    const kept = this.#kept.get(functionName) ?? nothing();
    this.#kept.set(functionName, kept);
    const isFailed = result === undefined || result.functionError !== undefined;
    kept.invocations += 1;
    kept.errors += isFailed ? 1 : 0;
    kept.coldStarts += result?.coldStart ? 1 : 0;
    kept.lastMs = this.#clock.now();
    if (result) kept.durations[kept.written++ % KEPT_DURATIONS] = result.durationMs;
    const minute = this.#minuteOf(kept);
    minute[isFailed ? 'failed' : 'succeeded'] += 1;
  }

  #minuteOf({ minutes }: Kept): Minute {
    const startMs = this.#minute();
    const last = minutes.at(-1);
    if (last?.startMs === startMs) return last;
    const fresh = { startMs, succeeded: 0, failed: 0 };
    minutes.push(fresh);
    if (minutes.length > MINUTES) minutes.shift();
    return fresh;
  }

  #minute(): number {
    return Math.floor(this.#clock.now() / MINUTE_MS) * MINUTE_MS;
  }
}

function nothing(): Kept {
  return {
    invocations: 0,
    errors: 0,
    coldStarts: 0,
    lastMs: 0,
    durations: new Float64Array(KEPT_DURATIONS),
    written: 0,
    minutes: [],
  };
}

function figuresOf(functionName: string, kept: Kept): FunctionFigures {
  const { invocations, errors, coldStarts, lastMs, written } = kept;
  const figures = { functionName, invocations, errors, coldStarts, lastMs };
  if (written === 0) return figures;
  const sorted = kept.durations.slice(0, Math.min(written, KEPT_DURATIONS)).sort();
  return {
    ...figures,
    durationMs: { p50: rank(sorted, 0.5), p90: rank(sorted, 0.9), p99: rank(sorted, 0.99), max: rank(sorted, 1) },
  };
}

/** Nearest rank. */
function rank(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]!;
}
