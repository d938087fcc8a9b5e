import { parseExactJson, stringifyJson } from '../../../asl/exact-json.ts';
import type { Json } from '../../../asl/json.ts';
import type { StartRequest } from '../../../engine/engine.ts';
import type { Operation } from '../../../gateway/operation.ts';
import type { ExecutionRecord } from '../../../store/journal.ts';
import { executionArn } from '../arn.ts';
import { executionAlreadyExists } from '../errors.ts';
import { parseExecutionInput } from '../execution-input.ts';
import type { Target } from '../find-state-machine.ts';
import { requireTestedTarget } from '../mock-test-case.ts';
import { requireName } from '../name.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export interface StartExecutionInput {
  readonly stateMachineArn: string;
  readonly name?: string;
  readonly input?: string;
  readonly traceHeader?: string;
}

/**
 * Standard executions are idempotent by name: the same input while the first one runs gives the same answer. A task that starts its child
 * again after a crash gets the same answer even if the child has ended since.
 */
export function startExecution(dependencies: StatesDependencies): Operation<StartExecutionInput> {
  return async (input, { idempotencyKey: startedBy }) => {
    const name = input.name === undefined ? undefined : requireName(input.name);
    const { target, mockTestCase } = await requireTestedTarget(dependencies, input.stateMachineArn);
    const payload = parseExecutionInput(input.input);
    const request = {
      ...startRequest(dependencies, target, name, payload, input.traceHeader),
      startedBy,
      mockTestCase,
    };
    const result = await dependencies.engine.start(request);
    if (result.type === 'Exists' && !(await isRepetition(dependencies, result.record, payload, startedBy))) {
      throw executionAlreadyExists(request.executionArn);
    }
    return { executionArn: result.record.executionArn, startDate: new Date(result.record.startMs) };
  };
}

async function isRepetition(
  { engine }: StatesDependencies,
  { executionArn, status, input }: ExecutionRecord,
  payload: Json,
  startedBy: string | undefined,
): Promise<boolean> {
  if (stringifyJson(parseExactJson(input)) !== stringifyJson(payload)) return false;
  return status === 'RUNNING' || (startedBy !== undefined && (await engine.startedBy(executionArn)) === startedBy);
}

export function startRequest(
  { ids }: StatesDependencies,
  { machine, revision, version, alias }: Target,
  name: string | undefined,
  input: Json,
  traceHeader: string | undefined,
): StartRequest {
  const executionName = name ?? ids.uuid();
  return {
    executionArn: executionArn(machine.arn, machine.type, executionName, ids.uuid()),
    executionName,
    stateMachineArn: machine.arn,
    stateMachineName: machine.name,
    ...(version && { stateMachineVersionArn: version.arn }),
    ...(alias && { stateMachineAliasArn: alias.arn }),
    revisionId: revision.key,
    roleArn: revision.roleArn,
    type: machine.type,
    input,
    ...(traceHeader !== undefined && { traceHeader }),
  };
}
