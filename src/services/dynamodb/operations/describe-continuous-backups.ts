import type { Operation } from '../../../gateway/operation.ts';
import { describeContinuousBackups as describe } from '../continuous-backups.ts';
import { tableNotFound } from '../dynamodb-errors.ts';
import type { Request, Tables } from '../tables.ts';

export function describeContinuousBackups(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    const name = request['TableName'] as string;
    return tables.database.read(() => {
      const table = store.findTable(name);
      if (!table) throw tableNotFound(name);
      return describe(table, tables.nowSeconds);
    });
  };
}
