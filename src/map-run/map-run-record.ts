/** The record of a map run as it begins, and as a redrive begins it again. */
import type { MapRunRecord } from '../store/map-run-journal.ts';
import type { ChildMachine } from './child-identity.ts';
import type { MapRunOrder } from './map-runs.ts';

export function openingRecord({ command, parent }: MapRunOrder, machine: ChildMachine, startMs: number): MapRunRecord {
  const { settings } = command;
  return {
    mapRunArn: command.mapRunArn,
    executionArn: parent.executionArn,
    stateMachineArn: machine.arn,
    executionType: settings.executionType,
    status: 'RUNNING',
    startMs,
    maxConcurrency: settings.maxConcurrency ?? 0,
    toleratedFailurePercentage: settings.toleratedFailurePercentage ?? 0,
    toleratedFailureCount: settings.toleratedFailureCount ?? 0,
    redriveCount: 0,
  };
}

/**
 * What ended before `redriveMs` ended before the redrive, however the clock stood. A run that failed over its source or its destination
 * before any child had ended reads whatever is there now, as AWS does. `latestStopMs` is that of the children.
 */
export function redrivenRecord(
  known: MapRunRecord,
  redriveCount: number,
  nowMs: number,
  latestStopMs: number | undefined,
): MapRunRecord {
  const { stopMs = 0, error, cause: _cause, manifest: _manifest, ...kept } = known;
  const redriveMs = Math.max(nowMs, stopMs + 1, (latestStopMs ?? 0) + 1);
  const redriven = { ...kept, status: 'RUNNING' as const, redriveCount, redriveMs };
  const isOfPlaces = error === 'States.ItemReaderFailed' || error === 'States.ResultWriterFailed';
  if (latestStopMs !== undefined || !isOfPlaces) return redriven;
  const { sourceTag: _tag, totals: _totals, hasReadAll: _hasReadAll, ...anew } = redriven;
  return anew;
}
