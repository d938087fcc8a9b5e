import { getJson } from './request.ts';

export interface FunctionFigures {
  readonly functionName: string;
  readonly invocations: number;
  readonly errors: number;
  readonly coldStarts: number;
  readonly lastMs: number;
  readonly durationMs?: { readonly p50: number; readonly p90: number; readonly p99: number; readonly max: number };
}

export interface FunctionHour extends FunctionFigures {
  readonly minutes: readonly { readonly startMs: number; readonly succeeded: number; readonly failed: number }[];
}

/** By the function's name; functions that never ran are not there. */
export async function figuresByFunction(signal?: AbortSignal): Promise<ReadonlyMap<string, FunctionFigures>> {
  const { functions } = await getJson<{ functions: FunctionFigures[] }>('/_stepwell/functions/metrics', { signal });
  return new Map(functions.map((figures) => [figures.functionName, figures]));
}

export function figuresOf(name: string, signal?: AbortSignal): Promise<FunctionHour> {
  return getJson(`/_stepwell/functions/${encodeURIComponent(name)}/metrics`, { signal });
}
