/** Why an execution cannot be redriven, in AWS's words; nothing if it can. */
import type { ExecutionRecord } from '../../store/journal.ts';
import type { StatesDependencies } from './states-dependencies.ts';

/** By its status alone. */
export function obstacleOfStatus({ status }: ExecutionRecord): string | undefined {
  return status === 'RUNNING' || status === 'SUCCEEDED' ? `Execution is ${status} and cannot be redriven` : undefined;
}

export function redriveObstacle(
  { clock, limits, store }: StatesDependencies,
  record: ExecutionRecord,
): string | undefined {
  const wrongStatus = obstacleOfStatus(record);
  if (wrongStatus !== undefined) return wrongStatus;
  if (store.machines.get(record.stateMachineArn)?.status === 'DELETING') return 'State machine is in DELETING status';
  const nowMs = clock.now();
  if (nowMs - (record.stopMs ?? nowMs) > limits.redriveWindowMs) return 'Execution redrivable period exceeded';
  if (nowMs - record.startMs > limits.standardDurationMs) return 'Execution has exceeded the max execution time';
  if (record.redriveCount >= limits.redriveCount) return 'Execution redrive limit exceeded';
  return undefined;
}

/** As `redriveObstacle`, and the history is not full. */
export async function obstacleToRedriveNow(
  dependencies: StatesDependencies,
  record: ExecutionRecord,
): Promise<string | undefined> {
  const obstacle = redriveObstacle(dependencies, record);
  if (obstacle !== undefined) return obstacle;
  if (record.mapRunArn !== undefined) return 'Execution is a child of a Map Run and is redriven with it';
  const events = (await dependencies.engine.history(record.executionArn))?.length ?? 0;
  return events >= dependencies.limits.historyEvents - 1 ? 'Execution history event limit exceeded' : undefined;
}
