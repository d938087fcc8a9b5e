import type { Operation } from '../../../gateway/operation.ts';
import { outputFromStored } from '../attribute-values.ts';
import { act, check } from '../dynalite.ts';
import type { Request, Tables } from '../tables.ts';
import { type CancellationReason, NO_REASON, reasonOf, throwIfCancelled, totalCapacity } from '../transaction.ts';

/** Reads all items at one instant: nothing else runs in between. */
export function transactGetItems(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    const capacity = request['ReturnConsumedCapacity'];
    const gets = (request['TransactItems'] as readonly { readonly Get: Request }[]).map(({ Get }) => ({
      ...Get,
      ConsistentRead: true,
      ...(capacity !== undefined && { ReturnConsumedCapacity: capacity }),
    }));
    for (const get of gets) check('getItem', get, store);
    return tables.database.read(() => {
      const outputs: Request[] = [];
      const reasons = gets.map((get): CancellationReason => {
        try {
          outputs.push(act('getItem', store, get));
          return NO_REASON;
        } catch (error) {
          return reasonOf(error);
        }
      });
      throwIfCancelled(reasons);
      return {
        ConsumedCapacity: totalCapacity(outputs, 'ReadCapacityUnits'),
        Responses: outputs.map(({ Item }) => outputFromStored({ Item })),
      };
    });
  };
}
