/** One thing that a check found wrong with a stream. */
export interface Finding {
  /** ISO 8601 time of the reading, or of the first one concerned. */
  readonly at?: string;
  readonly value?: number;
  readonly message: string;
}

/** A check judges readings and nothing else: no clock, no service. No findings means that the stream passes. */
export type Check<Limits> = (stream: import('./readings.ts').Stream, limits: Limits) => readonly Finding[];

export function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
