/** AWS's quotas of an account, as GetAccountSettings tells them. */
import type { FunctionRecord } from './function-record.ts';
import { type FunctionStore, functionKey } from './function-store.ts';

export const ACCOUNT_CONCURRENCY = 1_000;
export const TOTAL_CODE_BYTES = 80_530_636_800;
export const UNZIPPED_CODE_BYTES = 262_144_000;
export const ZIPPED_CODE_BYTES = 52_428_800;

/** What the account's other functions have reserved in this region. */
export function reservedElsewhere(
  store: FunctionStore,
  record: Pick<FunctionRecord, 'account' | 'region' | 'name'>,
): number {
  return store.functions
    .list({ prefix: functionKey({ ...record, name: '' }) })
    .filter(({ value }) => value.name !== record.name)
    .reduce((sum, { value }) => sum + (value.reservedConcurrency ?? 0), 0);
}
