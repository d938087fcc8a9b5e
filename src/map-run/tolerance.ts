/** Whether more items have failed than the author tolerates. Both limits hold; without either, none may fail. */
import type { MapRunRecord } from '../store/map-run-journal.ts';

export type Tolerance = Pick<MapRunRecord, 'toleratedFailureCount' | 'toleratedFailurePercentage'>;

/** `total` is `undefined` until all items have been read: a share is known only then. */
export function isExceeded(tolerance: Tolerance, failed: number, total: number | undefined): boolean {
  const { toleratedFailureCount: count, toleratedFailurePercentage: percentage } = tolerance;
  if (failed === 0) return false;
  if (percentage === 0) return failed > count;
  if (count > 0 && failed > count) return true;
  return total !== undefined && total > 0 && (failed / total) * 100 > percentage;
}

export const toleranceExceeded = {
  error: 'States.ExceedToleratedFailureThreshold',
  cause: 'The specified tolerated failure threshold was exceeded',
} as const;
