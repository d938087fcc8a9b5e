/** One write of one item: its checks, its action in a transaction, and the item beside a condition that did not hold. */
import { ApiError, type OperationContext } from '../../gateway/operation.ts';
import { fromStored, itemFromStored, outputFromStored } from './attribute-values.ts';
import { act, check } from './dynalite.ts';
import type { DynaliteStore } from './dynalite-store.ts';
import { validationError } from './dynamodb-errors.ts';
import type { Item } from './table-record.ts';
import type { Request, Tables } from './tables.ts';
import { storageKey } from './time-to-live.ts';

export type ItemWrite = 'putItem' | 'updateItem' | 'deleteItem';

const ON_FAILURE = 'ReturnValuesOnConditionCheckFailure';

export async function writeItem(
  tables: Tables,
  action: ItemWrite,
  input: Request,
  context: OperationContext,
): Promise<Request> {
  const { store, request } = tables.open(input, context);
  checkOnFailure(request[ON_FAILURE]);
  check(action, request, store);
  if (action === 'deleteItem') checkReturnValues(request['ReturnValues']);
  const output = await tables.database.run(() => {
    try {
      return act(action, store, request);
    } catch (error) {
      throw withItem(error, store, request);
    }
  });
  const metrics = itemCollectionMetrics(store, request);
  return outputFromStored(withoutNothing(metrics ? { ...output, ItemCollectionMetrics: metrics } : output));
}

/** Where nothing is left of what was updated, AWS gives no attributes at all. */
function withoutNothing(output: Request): Request {
  const { Attributes, ...rest } = output;
  return Attributes && Object.keys(Attributes as Item).length === 0 ? rest : output;
}

/** The library lets a deletion ask for what only an update has. */
function checkReturnValues(value: unknown): void {
  if (value === undefined || value === 'ALL_OLD' || value === 'NONE') return;
  throw validationError('ReturnValues can only be ALL_OLD or NONE');
}

function checkOnFailure(value: unknown): void {
  if (value === undefined || value === 'ALL_OLD' || value === 'NONE') return;
  throw validationError(
    `1 validation error detected: Value '${value}' at 'returnValuesOnConditionCheckFailure' failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, NONE]`,
  );
}

/** The error of a failed condition, with the item that failed it if the request asked for that. */
function withItem(error: unknown, store: DynaliteStore, request: Request): unknown {
  const item = itemOfFailure(error, store, request);
  if (!item) return error;
  const { code, message } = error as ApiError;
  return new ApiError(code, message, { fields: { Item: item } });
}

export function itemOfFailure(error: unknown, store: DynaliteStore, request: Request): Item | undefined {
  if (!(error instanceof ApiError) || error.code !== 'ConditionalCheckFailedException') return undefined;
  if (request[ON_FAILURE] !== 'ALL_OLD') return undefined;
  const name = request['TableName'] as string;
  const table = store.findTable(name);
  const item = table && store.getItem(name, storageKey((request['Item'] ?? request['Key']) as Item, table));
  return item && itemFromStored(item);
}

/** AWS tells them of tables with local indexes only. */
function itemCollectionMetrics(store: DynaliteStore, request: Request): unknown {
  if (request['ReturnItemCollectionMetrics'] !== 'SIZE') return undefined;
  const table = store.findTable(request['TableName'] as string);
  if (!table?.LocalSecondaryIndexes) return undefined;
  const name = (table.KeySchema[0] as { AttributeName: string }).AttributeName;
  const value = ((request['Item'] ?? request['Key']) as Item)[name] as Item[string];
  return { ItemCollectionKey: { [name]: fromStored(value) }, SizeEstimateRangeGB: [0, 1] };
}
