import type { Operation } from '../../../gateway/operation.ts';
import type { Request, Tables } from '../tables.ts';
import { writeItem } from '../write-item.ts';

export function putItem(tables: Tables): Operation<Request> {
  return (input, context) => writeItem(tables, 'putItem', input, context);
}
