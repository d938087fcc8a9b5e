/** UpdateTable's creation and deletion of global indexes. A new index holds all items by the time of the answer. */
import { ApiError } from '../../gateway/operation.ts';
import { check, rules } from './dynalite.ts';
import type { DynaliteStore } from './dynalite-store.ts';
import { invalidParameter, validationError } from './dynamodb-errors.ts';
import type { AttributeDefinition, IndexRecord, TableRecord } from './table-record.ts';
import { checkIndexThroughput, indexOf } from './table-settings.ts';
import type { Request } from './tables.ts';

interface IndexUpdate {
  readonly Create?: IndexRecord;
  readonly Delete?: { readonly IndexName: string };
}

export function changeIndexes(store: DynaliteStore, table: TableRecord, request: Request): void {
  const updates = (request['GlobalSecondaryIndexUpdates'] ?? []) as readonly IndexUpdate[];
  if (updates.filter(({ Create, Delete }) => Create ?? Delete).length > 1) {
    throw new ApiError(
      'LimitExceededException',
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  for (const { Create, Delete } of updates) {
    if (Delete) deleteIndex(store, table, Delete.IndexName);
    if (Create) createIndex(store, table, Create, request['AttributeDefinitions'] as AttributeDefinition[] | undefined);
  }
}

function deleteIndex(store: DynaliteStore, table: TableRecord, name: string): void {
  const left = table.GlobalSecondaryIndexes?.filter((index) => index.IndexName !== name);
  if (!left || left.length === table.GlobalSecondaryIndexes?.length) {
    throw new ApiError('ResourceNotFoundException', 'Requested resource not found');
  }
  if (left.length > 0) table.GlobalSecondaryIndexes = left;
  else delete table.GlobalSecondaryIndexes;
  store.dropIndex('global', table.TableName, name);
}

function createIndex(
  store: DynaliteStore,
  table: TableRecord,
  index: IndexRecord,
  definitions: readonly AttributeDefinition[] = [],
): void {
  const existing = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  if (existing.some(({ IndexName }) => IndexName === index.IndexName)) {
    throw validationError('Attempting to create an index which already exists');
  }
  for (const definition of definitions) define(table, definition);
  checkAsOfNewTable(store, table, index);
  table.GlobalSecondaryIndexes = [...(table.GlobalSecondaryIndexes ?? []), indexOf(table, index, 'global')];
  fill(store, table, index);
}

function define(table: TableRecord, definition: AttributeDefinition): void {
  const known = table.AttributeDefinitions.find(({ AttributeName }) => AttributeName === definition.AttributeName);
  if (!known) table.AttributeDefinitions.push(definition);
  else if (known.AttributeType !== definition.AttributeType) {
    throw invalidParameter(`Attributes cannot be redefined. Attribute: ${definition.AttributeName}`);
  }
}

/** The rules for an index of a new table, applied to one that comes later. */
function checkAsOfNewTable(store: DynaliteStore, table: TableRecord, index: IndexRecord): void {
  const isOnDemand = table.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST';
  check(
    'createTable',
    {
      TableName: table.TableName,
      AttributeDefinitions: table.AttributeDefinitions,
      KeySchema: table.KeySchema,
      GlobalSecondaryIndexes: [index],
      ...(isOnDemand
        ? { BillingMode: 'PAY_PER_REQUEST' }
        : { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } }),
    },
    store,
  );
  checkIndexThroughput([index], isOnDemand);
}

function fill(store: DynaliteStore, table: TableRecord, index: IndexRecord): void {
  const types = new Map(table.AttributeDefinitions.map((known) => [known.AttributeName, known.AttributeType]));
  const space = store.indexSpace('global', table.TableName, index.IndexName);
  for (const { item } of store.items(table.TableName)) {
    // An item whose attribute has another type is left out, as at AWS.
    const fits = index.KeySchema.every(({ AttributeName: name }) => item[name]?.[types.get(name) as string] != null);
    if (!fits) continue;
    for (const put of rules().getIndexActions([index], undefined, item, table).puts) {
      store.database.put(space, put.key, JSON.stringify(put.item));
    }
  }
}
