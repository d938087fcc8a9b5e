import type { Operation } from '../../../gateway/operation.ts';
import { typeNotSupported } from '../errors.ts';
import { parseExecutionInput } from '../execution-input.ts';
import { type IncludedData, syncExecutionResult } from '../execution-view.ts';
import { requireTestedTarget } from '../mock-test-case.ts';
import { requireName } from '../name.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { type StartExecutionInput, startRequest } from './start-execution.ts';

/** Express only: answers when the execution has ended. */
export function startSyncExecution(
  dependencies: StatesDependencies,
): Operation<StartExecutionInput & { readonly includedData?: IncludedData }> {
  return async (input, { signal }) => {
    const name = input.name === undefined ? undefined : requireName(input.name);
    const { target, mockTestCase } = await requireTestedTarget(dependencies, input.stateMachineArn);
    if (target.machine.type !== 'EXPRESS') throw typeNotSupported();
    const payload = parseExecutionInput(input.input);
    const request = { ...startRequest(dependencies, target, name, payload, input.traceHeader), mockTestCase };
    const record = await dependencies.engine.startSync(request, signal);
    return syncExecutionResult(record, input.includedData);
  };
}
