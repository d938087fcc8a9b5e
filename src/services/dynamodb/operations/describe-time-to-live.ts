import type { Operation } from '../../../gateway/operation.ts';
import { noSuchTable } from '../dynamodb-errors.ts';
import type { Request, Tables } from '../tables.ts';

export function describeTimeToLive(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    const name = request['TableName'] as string;
    return tables.database.read(() => {
      const table = store.findTable(name);
      if (!table) throw noSuchTable(name);
      const attribute = table.timeToLive;
      return {
        TimeToLiveDescription:
          attribute === undefined
            ? { TimeToLiveStatus: 'DISABLED' }
            : { TimeToLiveStatus: 'ENABLED', AttributeName: attribute },
      };
    });
  };
}
