/** Tokens of transactions: the same request under the same token has its effect once within ten minutes. */
import { createHash } from 'node:crypto';
import { ApiError } from '../../gateway/operation.ts';
import type { DynaliteStore } from './dynalite-store.ts';

const VALID_MS = 600_000;
const PRUNED_AT_ONCE = 20;

interface Kept {
  readonly digest: string;
  readonly atMs: number;
}

/**
 * Inside the transaction. Whether the request is new; then it is remembered.
 * @throws `IdempotentParameterMismatchException`
 */
export function claimToken(store: DynaliteStore, token: string, request: unknown, nowMs: number): boolean {
  const { database, tokensSpace } = store;
  prune(store, nowMs);
  const key = `token/${token}`;
  const digest = createHash('sha256').update(JSON.stringify(request)).digest('base64');
  const text = database.get(tokensSpace, key);
  const kept = text === undefined ? undefined : (JSON.parse(text) as Kept);
  if (kept && kept.atMs > nowMs - VALID_MS) {
    if (kept.digest === digest) return false;
    throw new ApiError(
      'IdempotentParameterMismatchException',
      'The request uses the same client token as a previous, but non-identical request',
    );
  }
  database.put(tokensSpace, key, JSON.stringify({ digest, atMs: nowMs } satisfies Kept));
  database.put(tokensSpace, `at/${pad(nowMs)}/${token}`, '0');
  return true;
}

function prune({ database, tokensSpace }: DynaliteStore, nowMs: number): void {
  const range = { gte: 'at/', lt: `at/${pad(nowMs - VALID_MS)}` };
  for (const { key } of database.entries(tokensSpace, range, PRUNED_AT_ONCE)) {
    const token = `token/${key.slice('at/'.length + pad(0).length + 1)}`;
    const text = database.get(tokensSpace, token);
    if (text !== undefined && (JSON.parse(text) as Kept).atMs <= nowMs - VALID_MS) database.delete(tokensSpace, token);
    database.delete(tokensSpace, key);
  }
}

const pad = (ms: number): string => String(ms).padStart(15, '0');
