/** What AWS refuses and the library lets through. Runs after the library's own checks, which leave what they parsed in the input. */
import type { DynaliteStore } from './dynalite-store.ts';
import { validationError } from './dynamodb-errors.ts';
import { checkExpressions } from './expression-limits.ts';
import type { AttributeValue, IndexRecord, Item, TableRecord } from './table-record.ts';

type Input = Readonly<Record<string, unknown>>;

/** Of a value, counting itself. */
const MAX_LEVELS = 32;
const MAX_SEGMENTS = 1_000_000;
export const TOO_DEEP =
  'Nesting Levels have exceeded supported limits: Attributes in the item have nested levels beyond supported limit';

interface Write {
  readonly PutRequest?: { readonly Item: Item };
  readonly DeleteRequest?: object;
}

/** @throws {ApiError} ValidationException. */
export function checkFurther(input: Input, store: DynaliteStore): void {
  checkDepth(input['ExpressionAttributeValues'] as Item | undefined);
  checkSelection(input);
  checkExpressions(input);
  checkSegments(input['TotalSegments'] as number | undefined);
  const table = store.findTable(input['TableName'] as string);
  checkPut(input['Item'] as Item | undefined, table);
  if (table) {
    checkUpdates(input, table);
    checkQueriedKey(input, table);
  }
  checkWrites(input['RequestItems'] as Readonly<Record<string, readonly Write[]>> | undefined, store);
}

function checkWrites(writes: Readonly<Record<string, readonly Write[]>> | undefined, store: DynaliteStore): void {
  for (const [name, requests] of Object.entries(writes ?? {})) {
    // Of a batch that reads this is no list.
    if (!Array.isArray(requests)) continue;
    const table = store.findTable(name);
    for (const { PutRequest, DeleteRequest } of requests as readonly Write[]) {
      if (PutRequest && DeleteRequest) {
        throw validationError(
          'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
        );
      }
      checkPut(PutRequest?.Item, table);
    }
  }
}

function checkPut(item: Item | undefined, table: TableRecord | undefined): void {
  if (!item) return;
  checkDepth(item);
  for (const { IndexName, KeySchema } of table ? indexesOf(table) : []) {
    for (const { AttributeName } of KeySchema) {
      const isOfTable = table?.KeySchema.some((key) => key.AttributeName === AttributeName);
      const empty = isOfTable ? undefined : emptyKind(item[AttributeName]);
      if (empty) throw emptyIndexKey(empty, IndexName, AttributeName);
    }
  }
}

/** Only what an update says outright: what it works out is known when it is worked out. */
function checkUpdates(input: Input, { KeySchema, ...table }: TableRecord): void {
  const ofTable = new Set(KeySchema.map(({ AttributeName }) => AttributeName));
  const ofIndexes = new Set(
    indexesOf(table).flatMap((index) => index.KeySchema.map(({ AttributeName }) => AttributeName)),
  );
  for (const [name, value] of updatedValues(input)) {
    const empty = ofIndexes.has(name) && !ofTable.has(name) ? emptyKind(value) : undefined;
    if (!empty) continue;
    throw validationError(
      `One or more parameter values are not valid. The update expression attempted to update a secondary index key to a value that is not supported. The AttributeValue for a key attribute cannot contain an empty ${empty} value.`,
    );
  }
}

interface Section {
  readonly type: string;
  readonly path: readonly (string | number)[];
  readonly val?: AttributeValue;
}

function updatedValues(input: Input): readonly (readonly [name: string, value: AttributeValue | undefined])[] {
  const { sections = [] } = (input['_updates'] ?? {}) as { readonly sections?: readonly Section[] };
  return sections
    .filter(({ type, path }) => type === 'set' && path.length === 1)
    .map(({ path, val }) => [String(path[0]), val] as const);
}

/** The hash key that a query asks for: of the table or of the index. */
function checkQueriedKey(input: Input, table: TableRecord): void {
  const conditions = input['KeyConditions'] as
    | Readonly<Record<string, { readonly AttributeValueList?: readonly AttributeValue[] }>>
    | undefined;
  if (!conditions) return;
  const index = indexesOf(table).find(({ IndexName }) => IndexName === input['IndexName']);
  if (input['IndexName'] !== undefined && !index) return;
  const [hash] = (index ?? table).KeySchema;
  if (!hash) return;
  const empty = emptyKind(conditions[hash.AttributeName]?.AttributeValueList?.[0]);
  if (!empty) return;
  if (index) throw emptyIndexKey(empty, index.IndexName, hash.AttributeName);
  throw validationError(
    `One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ${empty} value. Key: ${hash.AttributeName}`,
  );
}

function emptyIndexKey(empty: string, index: string, key: string) {
  return validationError(
    `One or more parameter values are not valid. A value specified for a secondary index key is not supported. The AttributeValue for a key attribute cannot contain an empty ${empty} value. IndexName: ${index}, IndexKey: ${key}`,
  );
}

function emptyKind(value: AttributeValue | undefined): 'string' | 'binary' | undefined {
  if (value?.['S'] === '') return 'string';
  return value?.['B'] === '' ? 'binary' : undefined;
}

function indexesOf({
  GlobalSecondaryIndexes = [],
  LocalSecondaryIndexes = [],
}: Pick<TableRecord, 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes'>): readonly IndexRecord[] {
  return [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes];
}

/** Which attributes a query or a scan wants, said in two ways. */
function checkSelection({ Select, ProjectionExpression, AttributesToGet, IndexName }: Input): void {
  const projection = ProjectionExpression === undefined ? 'AttributesToGet' : 'ProjectionExpression';
  const isProjected = (ProjectionExpression ?? AttributesToGet) !== undefined;
  if (Select === 'SPECIFIC_ATTRIBUTES' && !isProjected) {
    throw validationError(
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES',
    );
  }
  if (Select === 'ALL_PROJECTED_ATTRIBUTES' && !isProjected && IndexName === undefined) {
    throw validationError('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
  if (Select === undefined || Select === 'SPECIFIC_ATTRIBUTES' || !isProjected) return;
  throw validationError(
    `Cannot specify the ${projection} when choosing to get ${Select === 'COUNT' ? 'only the Count' : Select}`,
  );
}

function checkSegments(total: number | undefined): void {
  if (total === undefined || total <= MAX_SEGMENTS) return;
  throw validationError(
    `1 validation error detected: Value '${total}' at 'totalSegments' failed to satisfy constraint: Member must have value less than or equal to ${MAX_SEGMENTS}`,
  );
}

function checkDepth(values: Item | undefined): void {
  for (const name in values) {
    if (isDeeper(values[name], MAX_LEVELS)) throw validationError(TOO_DEEP);
  }
}

function isDeeper(value: AttributeValue | undefined, levels: number): boolean {
  if (levels === 0) return true;
  const { L, M } = (value ?? {}) as { readonly L?: readonly AttributeValue[]; readonly M?: Item };
  if (L) return L.some((one) => isDeeper(one, levels - 1));
  for (const name in M) if (isDeeper(M[name], levels - 1)) return true;
  return false;
}
