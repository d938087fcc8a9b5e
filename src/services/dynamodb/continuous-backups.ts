/** Point-in-time recovery as described. It is recorded; there is nothing to restore from. */
import type { TableRecord } from './table-record.ts';

const DAY_SECONDS = 86_400;
/** AWS can restore to five minutes ago at the latest. */
const LATEST_SECONDS = 300;

export function describeContinuousBackups({ pointInTimeRecovery: recovery }: TableRecord, nowSeconds: number): unknown {
  return {
    ContinuousBackupsDescription: {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: recovery
        ? {
            PointInTimeRecoveryStatus: 'ENABLED',
            RecoveryPeriodInDays: recovery.periodDays,
            EarliestRestorableDateTime: Math.max(recovery.sinceSeconds, nowSeconds - recovery.periodDays * DAY_SECONDS),
            LatestRestorableDateTime: Math.max(recovery.sinceSeconds, nowSeconds - LATEST_SECONDS),
          }
        : { PointInTimeRecoveryStatus: 'DISABLED' },
    },
  };
}
