/** A task that cannot start because its arguments do not fit the operation. */
import { stringifyJson } from '../asl/exact-json.ts';
import type { TaskOutcome, TaskRequest } from './connector.ts';

export function unusableArguments({ arguments: value }: TaskRequest, problems: readonly string[]): TaskOutcome {
  return {
    type: 'Failed',
    error: 'States.Runtime',
    cause: `The Parameters '${stringifyJson(value)}' could not be used to start the Task: [${problems.join(', ')}]`,
    failure: 'SCHEDULE_FAILED',
  };
}
