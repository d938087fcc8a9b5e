import { parseStateMachineArn, type StateMachineArn } from './arn.ts';
import { validation } from './errors.ts';

/** @throws {ApiError} InvalidArn; ValidationException if the ARN names a machine or a version. */
export function parseAliasArn(arn: string): StateMachineArn {
  const parsed = parseStateMachineArn(arn);
  if (parsed.alias === undefined) throw validation(`Not a state machine alias ARN: ${arn}`);
  return parsed;
}
