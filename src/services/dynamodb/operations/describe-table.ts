import type { Operation } from '../../../gateway/operation.ts';
import { describeWithSizes } from '../describe-table-record.ts';
import { check } from '../dynalite.ts';
import { noSuchTable } from '../dynamodb-errors.ts';
import type { Request, Tables } from '../tables.ts';

export function describeTable(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    check('describeTable', request, store);
    const name = request['TableName'] as string;
    return tables.database.read(() => {
      const table = store.findTable(name);
      if (!table) throw noSuchTable(name);
      return { Table: describeWithSizes(store, table, tables.clock.now()) };
    });
  };
}
