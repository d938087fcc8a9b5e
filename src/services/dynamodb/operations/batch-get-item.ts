import type { Operation } from '../../../gateway/operation.ts';
import { itemFromStored } from '../attribute-values.ts';
import { act, check } from '../dynalite.ts';
import type { Item } from '../table-record.ts';
import type { Request, Tables } from '../tables.ts';

interface Unprocessed {
  readonly Keys: readonly Item[];
}

export function batchGetItem(tables: Tables): Operation<Request> {
  return async (input, context) => {
    const { store, request } = tables.open(input, context);
    check('batchGetItem', request, store);
    const output = await tables.database.read(() => act('batchGetItem', store, request));
    const responses = Object.entries(output['Responses'] as Record<string, readonly Item[]>);
    const unprocessed = Object.entries(output['UnprocessedKeys'] as Record<string, Unprocessed>);
    return {
      ...output,
      Responses: Object.fromEntries(responses.map(([table, items]) => [table, items.map(itemFromStored)])),
      UnprocessedKeys: Object.fromEntries(
        unprocessed.map(([table, rest]) => [table, { ...rest, Keys: rest.Keys.map(itemFromStored) }]),
      ),
    };
  };
}
