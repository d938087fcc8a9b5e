import type { Operation } from '../../../gateway/operation.ts';
import { outputFromStored } from '../attribute-values.ts';
import { check, read } from '../dynalite.ts';
import type { Request, Tables } from '../tables.ts';

export function query(tables: Tables): Operation<Request> {
  return async (input, context) => {
    const { store, request } = tables.open(input, context);
    check('query', request, store);
    return outputFromStored(await tables.database.read(() => read('query', store, request)));
  };
}
