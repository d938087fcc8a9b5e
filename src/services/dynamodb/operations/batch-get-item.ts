/** BatchGetItem: up to 16 MiB of items; what does not fit comes back as keys to ask for again, with all that was asked for beside them. */
import type { Operation } from '../../../gateway/operation.ts';
import { itemFromStored } from '../attribute-values.ts';
import { act, check, rules } from '../dynalite.ts';
import type { DynaliteStore } from '../dynalite-store.ts';
import type { Item } from '../table-record.ts';
import type { Request, Tables } from '../tables.ts';

const MAX_BYTES = 16 * 1_048_576;

interface TableRequest {
  readonly Keys: readonly Item[];
  readonly [other: string]: unknown;
}

interface Consumed {
  readonly CapacityUnits: number;
}

export function batchGetItem(tables: Tables): Operation<Request> {
  return async (input, context) => {
    const { store, request } = tables.open(input, context);
    check('batchGetItem', request, store);
    const asked = input['RequestItems'] as Readonly<Record<string, TableRequest>>;
    return tables.database.read(() => readAll(store, request, asked));
  };
}

/** `asked` is the request as it came: the checks leave their own things in `request`. */
function readAll(store: DynaliteStore, request: Request, asked: Readonly<Record<string, TableRequest>>): Request {
  const responses: Record<string, Item[]> = {};
  const unprocessed: Record<string, TableRequest> = {};
  const consumed: object[] = [];
  let bytes = 0;
  for (const [TableName, tableRequest] of Object.entries(request['RequestItems'] as Record<string, TableRequest>)) {
    const { Keys, ...options } = tableRequest;
    const items: Item[] = [];
    const left: Item[] = [];
    let units = 0;
    for (const Key of Keys) {
      if (bytes > MAX_BYTES) {
        left.push(Key);
        continue;
      }
      const capacity = request['ReturnConsumedCapacity'];
      const output = act('getItem', store, { ...options, TableName, Key, ReturnConsumedCapacity: capacity });
      units += (output['ConsumedCapacity'] as Consumed | undefined)?.CapacityUnits ?? 0;
      const item = output['Item'] as Item | undefined;
      if (!item) continue;
      bytes += rules().itemSize(item);
      if (bytes > MAX_BYTES) left.push(Key);
      else items.push(itemFromStored(item));
    }
    responses[TableName] = items;
    if (left.length > 0) unprocessed[TableName] = { ...asked[TableName], Keys: left.map(itemFromStored) };
    consumed.push(consumedBy(TableName, units, request['ReturnConsumedCapacity']));
  }
  const isCounted = ['TOTAL', 'INDEXES'].includes(request['ReturnConsumedCapacity'] as string);
  return {
    Responses: responses,
    UnprocessedKeys: unprocessed,
    ...(isCounted && { ConsumedCapacity: consumed }),
  };
}

function consumedBy(TableName: string, CapacityUnits: number, kind: unknown): object {
  return { TableName, CapacityUnits, ...(kind === 'INDEXES' && { Table: { CapacityUnits } }) };
}
