/** What the two transactions share: a reason per item, and the error that carries them. */
import { ApiError } from '../../gateway/operation.ts';
import type { Item } from './table-record.ts';

export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

export const NO_REASON: CancellationReason = { Code: 'None' };

/** Errors that are one item's own; every other ends the whole request as itself. */
const REASONS: Readonly<Record<string, string>> = {
  ConditionalCheckFailedException: 'ConditionalCheckFailed',
  ValidationException: 'ValidationError',
};

export function reasonOf(error: unknown, item?: Item): CancellationReason {
  const code = error instanceof ApiError ? REASONS[error.code] : undefined;
  if (code === undefined) throw error;
  return { Code: code, Message: (error as ApiError).message, ...(item && { Item: item }) };
}

/** @throws `TransactionCanceledException` unless no item gave a reason. */
export function throwIfCancelled(reasons: readonly CancellationReason[]): void {
  if (reasons.every((reason) => reason === NO_REASON)) return;
  const codes = reasons.map(({ Code }) => Code).join(', ');
  const message = `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`;
  throw new ApiError('TransactionCanceledException', message, { fields: { CancellationReasons: reasons } });
}

interface Capacity {
  readonly TableName: string;
  readonly CapacityUnits: number;
}

/** A transaction reads or writes twice. */
export function totalCapacity(
  outputs: readonly Readonly<Record<string, unknown>>[],
  kind: 'ReadCapacityUnits' | 'WriteCapacityUnits',
): unknown {
  const byTable = new Map<string, number>();
  for (const output of outputs) {
    const capacity = output['ConsumedCapacity'] as Capacity | undefined;
    if (!capacity) continue;
    byTable.set(capacity.TableName, (byTable.get(capacity.TableName) ?? 0) + 2 * capacity.CapacityUnits);
  }
  if (byTable.size === 0) return undefined;
  return [...byTable].map(([TableName, units]) => ({ TableName, CapacityUnits: units, [kind]: units }));
}
