/** All writes or none. Items differ, so doing the writes one after another and taking all back at a failure is the same as checking first. */
import type { Operation } from '../../../gateway/operation.ts';
import { act, type CheckName, check, rules } from '../dynalite.ts';
import type { DynaliteStore } from '../dynalite-store.ts';
import { isOfEmptyKey, resourceNotFound, toApiError, validationError } from '../dynamodb-errors.ts';
import { claimToken } from '../idempotency-tokens.ts';
import type { Item } from '../table-record.ts';
import type { Request, Tables } from '../tables.ts';
import { storageKey } from '../time-to-live.ts';
import { type CancellationReason, NO_REASON, reasonOf, throwIfCancelled, totalCapacity } from '../transaction.ts';
import { type ItemWrite, itemOfFailure } from '../write-item.ts';

type Kind = 'ConditionCheck' | 'Put' | 'Update' | 'Delete';

interface Step {
  readonly kind: Kind;
  readonly request: Request;
}

/** A condition alone reads like the condition of a deletion. */
const CHECKS: Readonly<Record<Kind, CheckName & ItemWrite>> = {
  ConditionCheck: 'deleteItem',
  Put: 'putItem',
  Update: 'updateItem',
  Delete: 'deleteItem',
};

export function transactWriteItems(tables: Tables): Operation<Request> {
  return (input, context) => {
    const { store, request } = tables.open(input, context);
    const capacity = request['ReturnConsumedCapacity'];
    const plain = JSON.stringify(request['TransactItems']);
    const steps = (request['TransactItems'] as readonly Request[]).map((item) => stepOf(item));
    for (const { kind, request } of steps) {
      if (capacity !== undefined) request['ReturnConsumedCapacity'] = capacity;
      check(CHECKS[kind], request, store);
    }
    const token = request['ClientRequestToken'] as string | undefined;
    return tables.database.run(() => {
      if (token !== undefined && !claimToken(store, token, plain, tables.clock.now())) return {};
      return { ConsumedCapacity: totalCapacity(writeAll(store, steps), 'WriteCapacityUnits') };
    });
  };
}

function stepOf(item: Request): Step {
  const kinds = Object.keys(item) as Kind[];
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) {
    throw validationError('TransactItems can only contain one of Check, Put, Update or Delete');
  }
  return { kind, request: item[kind] as Request };
}

function writeAll(store: DynaliteStore, steps: readonly Step[]): readonly Request[] {
  refuseRepeatedItems(store, steps);
  const outputs: Request[] = [];
  const reasons = steps.map(({ kind, request }): CancellationReason => {
    try {
      outputs.push(kind === 'ConditionCheck' ? checkCondition(store, request) : act(CHECKS[kind], store, request));
      return NO_REASON;
    } catch (error) {
      return reasonOf(error, itemOfFailure(error, store, request));
    }
  });
  throwIfCancelled(reasons);
  return outputs;
}

function checkCondition(store: DynaliteStore, request: Request): Request {
  const name = request['TableName'] as string;
  const table = store.findTable(name);
  if (!table) throw resourceNotFound();
  const key = request['Key'] as Item;
  const wrongKey = rules().validateKey(key, table);
  if (wrongKey) throw toApiError(wrongKey);
  const item = store.getItem(name, storageKey(key, table));
  const failure = rules().checkConditional(request, item);
  if (failure) throw toApiError(failure);
  return {};
}

function refuseRepeatedItems(store: DynaliteStore, steps: readonly Step[]): void {
  const seen = new Set<string>();
  for (const { request } of steps) {
    const name = request['TableName'] as string;
    const table = store.findTable(name);
    if (!table) throw resourceNotFound();
    const item = (request['Item'] ?? request['Key']) as Item;
    const wrong = request['Item'] ? rules().validateItem(item, table) : rules().validateKey(item, table);
    if (wrong) {
      const error = toApiError(wrong);
      if (isOfEmptyKey(error)) throw error;
      continue;
    }
    const place = `${name}/${storageKey(item, table)}`;
    if (seen.has(place)) throw validationError('Transaction request cannot include multiple operations on one item');
    seen.add(place);
  }
}
