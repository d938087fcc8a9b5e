import type { Operation } from '../../../gateway/operation.ts';
import { check } from '../dynalite.ts';
import { noSuchTable, validationError } from '../dynamodb-errors.ts';
import type { Request, Tables } from '../tables.ts';

export function deleteTable(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    check('deleteTable', request, store);
    const name = request['TableName'] as string;
    return tables.database.run(() => {
      const table = store.findTable(name);
      if (!table) throw noSuchTable(name);
      if (table.DeletionProtectionEnabled) {
        throw validationError(
          'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
        );
      }
      store.deleteTable(table);
      tables.sweeper.watch(store, name, false);
      const { KeySchema, AttributeDefinitions, CreationDateTime, GlobalSecondaryIndexes, ...rest } = table;
      return { TableDescription: { ...rest, TableStatus: 'DELETING', ItemCount: 0, TableSizeBytes: 0 } };
    });
  };
}
