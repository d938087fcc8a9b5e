import type { Operation } from '../../../gateway/operation.ts';
import { check } from '../dynalite.ts';
import type { Request, Tables } from '../tables.ts';

const MAX_NAMES = 100;

export function listTables(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    check('listTables', request, store);
    const limit = (request['Limit'] as number | undefined) ?? MAX_NAMES;
    const after = request['ExclusiveStartTableName'] as string | undefined;
    return tables.database.read(() => {
      const range = after === undefined ? {} : { gt: after };
      const names = store.database.entries(store.tablesSpace, range, limit + 1).map(({ key }) => key);
      if (names.length <= limit) return { TableNames: names };
      const page = names.slice(0, limit);
      return { TableNames: page, LastEvaluatedTableName: page.at(-1) };
    });
  };
}
