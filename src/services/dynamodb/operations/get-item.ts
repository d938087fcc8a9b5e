import type { Operation } from '../../../gateway/operation.ts';
import { outputFromStored } from '../attribute-values.ts';
import { act, check } from '../dynalite.ts';
import type { Request, Tables } from '../tables.ts';

export function getItem(tables: Tables): Operation<Request> {
  return async (input, context) => {
    const { store, request } = tables.open(input, context);
    check('getItem', request, store);
    return outputFromStored(await tables.database.read(() => act('getItem', store, request)));
  };
}
