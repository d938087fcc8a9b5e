import { errorOf, getJson } from './request.ts';
import type { LambdaFunction } from './types.ts';

const BASE = '/2015-03-31/functions';

export async function listFunctions(signal?: AbortSignal): Promise<readonly LambdaFunction[]> {
  const functions: LambdaFunction[] = [];
  let marker: string | undefined;
  do {
    const query = new URLSearchParams({ MaxItems: '50', ...(marker && { Marker: marker }) });
    const page = await getJson<{ Functions: LambdaFunction[]; NextMarker?: string | null }>(`${BASE}/?${query}`, {
      signal,
    });
    functions.push(...page.Functions);
    marker = page.NextMarker ?? undefined;
  } while (marker);
  return functions;
}

export function getFunction(name: string, signal?: AbortSignal): Promise<LambdaFunction> {
  return getJson(`${BASE}/${encodeURIComponent(name)}/configuration`, { signal });
}

export interface InvokeAnswer {
  readonly payload: string;
  readonly functionError?: string;
  readonly durationMs: number;
}

export async function invoke(name: string, event: string): Promise<InvokeAnswer> {
  const startedMs = performance.now();
  const response = await fetch(`${BASE}/${encodeURIComponent(name)}/invocations`, {
    method: 'POST',
    body: event,
    headers: { 'content-type': 'application/json' },
  });
  if (!response.ok) throw await errorOf(response);
  return {
    payload: await response.text(),
    functionError: response.headers.get('x-amz-function-error') ?? undefined,
    durationMs: performance.now() - startedMs,
  };
}
