import type { Operation } from '../../../gateway/operation.ts';
import { act, check } from '../dynalite.ts';
import type { Request, Tables } from '../tables.ts';
import { checkTags } from '../tags.ts';

export function tagResource(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    check('tagResource', request, store);
    checkTags(request['Tags']);
    return tables.database.run(() => act('tagResource', store, request));
  };
}
