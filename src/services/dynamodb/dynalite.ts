/**
 * The library behind the tables, in types. Its checks and actions are called one by one, without its server and its storage.
 *
 * L1 Over the store of `dynalite-store.ts` an action that writes has ended when the call returns: nothing in it waits. L2 Actions that
 * stream (`query`, `scan`, the lists) end later and only read. L3 Inputs are copies: checks normalise numbers in place.
 */
import { createRequire } from 'node:module';
import { ApiError } from '../../gateway/operation.ts';
import type { DynaliteStore } from './dynalite-store.ts';
import { toApiError } from './dynamodb-errors.ts';
import { checkFurther } from './further-checks.ts';
import { type ExpressionParser, inAwsWords } from './syntax-error.ts';
import type { Item, KeySchemaElement, TableRecord } from './table-record.ts';

type Callback = (error: unknown, output?: Record<string, unknown>) => void;
type Action = (store: DynaliteStore, input: Record<string, unknown>, done: Callback) => void;

interface Validation {
  readonly types: Record<string, unknown>;
  readonly custom?: (input: Record<string, unknown>, store: DynaliteStore) => string | undefined;
}

interface Validations {
  checkValidations(
    input: Record<string, unknown>,
    types: Record<string, unknown>,
    custom: Validation['custom'],
    store: DynaliteStore,
  ): void;
}

/** What is used of the library's own storage rules. Checks return their error instead of throwing it. */
interface Rules {
  createKey(item: Item, table: TableRecord, keySchema?: KeySchemaElement[]): string;
  validateKey(key: Item, table: TableRecord): unknown;
  validateItem(item: Item, table: TableRecord): unknown;
  checkConditional(input: Record<string, unknown>, item: Item | undefined): unknown;
  itemSize(item: Item): number;
  getIndexActions(
    indexes: readonly unknown[],
    before: Item | undefined,
    after: Item | undefined,
    table: TableRecord,
  ): { readonly puts: readonly { readonly index: string; readonly key: string; readonly item: Item }[] };
}

export type ActionName =
  | 'batchGetItem'
  | 'batchWriteItem'
  | 'deleteItem'
  | 'getItem'
  | 'listTagsOfResource'
  | 'putItem'
  | 'query'
  | 'scan'
  | 'tagResource'
  | 'untagResource'
  | 'updateItem';
export type CheckName = ActionName | 'createTable' | 'deleteTable' | 'describeTable' | 'listTables' | 'updateTable';

const require = createRequire(import.meta.url);
const loaded = new Map<string, unknown>();

function load<T>(path: string): T {
  const known = loaded.get(path);
  if (known !== undefined) return known as T;
  const module: unknown = require(`dynalite/${path}`);
  loaded.set(path, module);
  return module as T;
}

export const rules = (): Rules => load<Rules>('db/index.js');

/** @throws {ApiError} in AWS's words. Leaves what it parsed (`_condition`, `_updates`, …) in `input`. */
export function check(
  name: CheckName,
  input: Record<string, unknown>,
  store: DynaliteStore,
  options: { readonly fieldsOnly?: boolean } = {},
): void {
  const { types, custom } = load<Validation>(`validations/${name}.js`);
  try {
    load<Validations>('validations/index.js').checkValidations(
      input,
      types,
      options.fieldsOnly ? undefined : custom,
      store,
    );
  } catch (thrown) {
    const error = toApiError(thrown);
    if (!(error instanceof ApiError)) throw error;
    throw new ApiError(error.code, inAwsWords(error.message, input, parserOf), { status: error.status });
  }
  if (!options.fieldsOnly) checkFurther(input, store);
}

function parserOf(expression: string): ExpressionParser {
  if (expression === 'UpdateExpression') return load('db/updateParser.js');
  return load(expression === 'ProjectionExpression' ? 'db/projectionParser.js' : 'db/conditionParser.js');
}

/** An action that has ended when it returns. @throws {ApiError} */
export function act(name: ActionName, store: DynaliteStore, input: Record<string, unknown>): Record<string, unknown> {
  if (name === 'updateItem') orderUpdates(input['_updates'] as Updates | undefined);
  let ended: { readonly error?: unknown; readonly output?: Record<string, unknown> } | undefined;
  load<Action>(`actions/${name}.js`)(store, input, (error, output) => {
    ended ??= error ? { error } : { output };
  });
  if (!ended) throw new Error(`${name} did not end at once`);
  if (ended.error) throw toApiError(ended.error);
  return ended.output || {};
}

interface Updates {
  sections: { readonly type: string; readonly path: readonly (string | number)[] }[];
}

/**
 * All places that an update names are those of the item before it. The library takes its sections one by one, so that what is taken out of a list must go last,
 * from the list's end.
 */
function orderUpdates(updates: Updates | undefined): void {
  if (!updates) return;
  const takesOut = ({ type }: Updates['sections'][number]): boolean => type === 'remove' || type === 'delete';
  const index = ({ path }: Updates['sections'][number]): number => {
    const last = path.at(-1);
    return typeof last === 'number' ? last : 0;
  };
  const out = updates.sections.filter(takesOut).sort((a, b) => index(b) - index(a) || b.path.length - a.path.length);
  updates.sections = [...updates.sections.filter((section) => !takesOut(section)), ...out];
}

/** An action that reads a stream. Rejects with `ApiError`. */
export function read(
  name: ActionName,
  store: DynaliteStore,
  input: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  return new Promise((resolve, reject) => {
    load<Action>(`actions/${name}.js`)(store, input, (error, output) => {
      if (error) reject(toApiError(error));
      else resolve(output ?? {});
    });
  });
}
