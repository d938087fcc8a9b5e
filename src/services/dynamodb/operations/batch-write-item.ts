import type { Operation } from '../../../gateway/operation.ts';
import { act, check } from '../dynalite.ts';
import { validationError } from '../dynamodb-errors.ts';
import type { Request, Tables } from '../tables.ts';

const MAX_WRITES = 25;

export function batchWriteItem(tables: Tables): Operation<Request> {
  return async (input, context) => {
    const { store, request } = tables.open(input, context);
    check('batchWriteItem', request, store);
    const writes = Object.values(request['RequestItems'] as Record<string, readonly unknown[]>).flat().length;
    if (writes > MAX_WRITES) throw validationError('Too many items requested for the BatchWriteItem call');
    return tables.database.run(() => act('batchWriteItem', store, request));
  };
}
