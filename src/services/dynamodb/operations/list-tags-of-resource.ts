import type { Operation } from '../../../gateway/operation.ts';
import { check, read } from '../dynalite.ts';
import type { Request, Tables } from '../tables.ts';

export function listTagsOfResource(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    check('listTagsOfResource', request, store);
    return tables.database.read(() => read('listTagsOfResource', store, request));
  };
}
