import type { Operation } from '../../../gateway/operation.ts';
import { changeBilling } from '../change-billing.ts';
import { changeIndexes } from '../change-indexes.ts';
import { describeAs } from '../describe-table-record.ts';
import { check } from '../dynalite.ts';
import { noSuchTable } from '../dynamodb-errors.ts';
import { applySettings, refuseUnsupported } from '../table-settings.ts';
import { copyTable, type Request, type Tables } from '../tables.ts';

const CHANGES = ['ProvisionedThroughput', 'BillingMode', 'GlobalSecondaryIndexUpdates', 'SSESpecification'];
/** Those that dynalite's check does not count as a change. */
const OTHER_CHANGES = ['DeletionProtectionEnabled', 'StreamSpecification', 'TableClass', 'OnDemandThroughput'];

export function updateTable(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    refuseUnsupported(request);
    check('updateTable', withThroughput(request), store, { fieldsOnly: isOnlyOther(request) });
    const name = request['TableName'] as string;
    return tables.database.run(() => {
      if (!store.findTable(name)) throw noSuchTable(name);
      const table = copyTable(store, name);
      changeBilling(table, request, tables.nowSeconds);
      changeIndexes(store, table, request);
      applySettings(table, request, tables.nowSeconds);
      store.putTable(table);
      return { TableDescription: describeAs(table, 'UPDATING') };
    });
  };
}

function isOnlyOther(request: Request): boolean {
  const asks = (names: readonly string[]): boolean => names.some((name) => request[name] !== undefined);
  return asks(OTHER_CHANGES) && !asks(CHANGES);
}

/** dynalite asks for the throughput of every new index; those of tables on demand have none. */
function withThroughput(request: Request): Request {
  const updates = request['GlobalSecondaryIndexUpdates'] as readonly { readonly Create?: Request }[] | undefined;
  if (!updates) return request;
  const ProvisionedThroughput = { ReadCapacityUnits: 1, WriteCapacityUnits: 1 };
  return {
    ...request,
    GlobalSecondaryIndexUpdates: updates.map((update) =>
      update.Create ? { ...update, Create: { ProvisionedThroughput, ...update.Create } } : update,
    ),
  };
}
