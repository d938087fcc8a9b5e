/** Map runs as the API shows them. */
import type { MapRunCounts, MapRunDescription } from '../../map-run/map-runs.ts';
import type { MapRunRecord } from '../../store/map-run-journal.ts';

export function mapRunSummary(record: MapRunRecord) {
  return {
    executionArn: record.executionArn,
    mapRunArn: record.mapRunArn,
    stateMachineArn: record.stateMachineArn,
    startDate: new Date(record.startMs),
    ...(record.stopMs !== undefined && { stopDate: new Date(record.stopMs) }),
  };
}

export function mapRunDetail({ record, items, children }: MapRunDescription) {
  return {
    mapRunArn: record.mapRunArn,
    executionArn: record.executionArn,
    status: record.status,
    startDate: new Date(record.startMs),
    ...(record.stopMs !== undefined && { stopDate: new Date(record.stopMs) }),
    maxConcurrency: record.maxConcurrency,
    toleratedFailurePercentage: record.toleratedFailurePercentage,
    toleratedFailureCount: record.toleratedFailureCount,
    itemCounts: countsView(items, record),
    executionCounts: countsView(children, record),
    redriveCount: record.redriveCount,
    ...(record.redriveMs !== undefined && { redriveDate: new Date(record.redriveMs) }),
  };
}

function countsView(counts: MapRunCounts, { manifest }: MapRunRecord) {
  const resultsWritten = manifest ? counts.total - counts.pending : 0;
  // Nothing makes a failure final: children may be redriven as long as their parent.
  return { ...counts, resultsWritten, failuresNotRedrivable: 0 };
}
