import type { Operation } from '../../../gateway/operation.ts';

/** AWS's quotas of a new account; nothing is throttled here. */
export const describeLimits: Operation = () => ({
  AccountMaxReadCapacityUnits: 80_000,
  AccountMaxWriteCapacityUnits: 80_000,
  TableMaxReadCapacityUnits: 40_000,
  TableMaxWriteCapacityUnits: 40_000,
});
