import { callAws } from './request.ts';
import type { StateMachine } from './types.ts';

/** Every page of a listing. */
export async function listAll<T>(
  operation: string,
  params: object,
  member: string,
  signal?: AbortSignal,
): Promise<T[]> {
  const items: T[] = [];
  let nextToken: string | undefined;
  do {
    const page: Record<string, unknown> = await callAws('states', operation, { ...params, nextToken }, signal);
    items.push(...(page[member] as T[]));
    nextToken = page['nextToken'] as string | undefined;
  } while (nextToken !== undefined);
  return items;
}

export function listStateMachines(signal?: AbortSignal): Promise<StateMachine[]> {
  return listAll('ListStateMachines', { maxResults: 1_000 }, 'stateMachines', signal);
}
