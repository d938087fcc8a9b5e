/** Executions in the order that is asked for. */
import type { Execution } from '../aws/types.ts';

export type SortKey = 'status' | 'name' | 'started' | 'duration' | 'machine';

export interface Sorting {
  readonly key: SortKey;
  readonly isDescending: boolean;
}

export const NEWEST_FIRST: Sorting = { key: 'started', isDescending: true };

/** `name` or `-name`; what is unknown is the newest first. */
export function readSorting(text: string | null): Sorting {
  const key = (text ?? '').replace(/^-/, '') as SortKey;
  if (!['status', 'name', 'started', 'duration', 'machine'].includes(key)) return NEWEST_FIRST;
  return { key, isDescending: text!.startsWith('-') };
}

/** A second click turns the order round. */
export function nextSorting(now: Sorting, key: SortKey): string {
  const isDescending = now.key === key ? !now.isDescending : key === 'started' || key === 'duration';
  return `${isDescending ? '-' : ''}${key}`;
}

export function sorted(
  executions: readonly Execution[],
  { key, isDescending }: Sorting,
  nowMs: number,
): readonly Execution[] {
  if (key === 'started' && isDescending) return executions;
  const keyOf = (execution: Execution): string | number => {
    switch (key) {
      case 'status':
        return execution.status;
      case 'name':
        return execution.name;
      case 'machine':
        return execution.stateMachineArn;
      case 'started':
        return execution.startDate;
      case 'duration':
        return (execution.stopDate ?? nowMs / 1_000) - execution.startDate;
    }
  };
  const sign = isDescending ? -1 : 1;
  return executions
    .map((execution) => ({ execution, value: keyOf(execution) }))
    .sort((a, b) => sign * (a.value < b.value ? -1 : a.value > b.value ? 1 : 0))
    .map(({ execution }) => execution);
}
