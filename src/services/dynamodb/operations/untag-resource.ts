import type { Operation } from '../../../gateway/operation.ts';
import { act, check } from '../dynalite.ts';
import type { Request, Tables } from '../tables.ts';

export function untagResource(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    check('untagResource', request, store);
    return tables.database.run(() => act('untagResource', store, request));
  };
}
