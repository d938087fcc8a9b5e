/** `arn#TestCase`: the form in which Step Functions Local names the test case of its mock configuration that an execution runs with. */
import { MockConfigFault } from '../../connectors/mocks/mock-config.ts';
import type { MockSource } from '../../connectors/mocks/mock-file.ts';
import { parseStateMachineArn } from './arn.ts';
import { invalidArn } from './errors.ts';
import { requireTarget, type Target } from './find-state-machine.ts';
import type { StatesDependencies } from './states-dependencies.ts';

export interface TestedTarget {
  readonly target: Target;
  readonly mockTestCase?: string;
}

/** @throws {ApiError} InvalidArn, StateMachineDoesNotExist, StateMachineDeleting */
export async function requireTestedTarget(dependencies: StatesDependencies, arn: string): Promise<TestedTarget> {
  const { mocks } = dependencies;
  const hash = arn.indexOf('#');
  if (hash < 0) return { target: await requireTarget(dependencies, arn) };
  if (!mocks) {
    throw invalidArn(`${arn} names a test case, and the server was started without a mock configuration (--mocks)`);
  }
  const target = await requireTarget(dependencies, arn.slice(0, hash));
  const mockTestCase = arn.slice(hash + 1);
  const { name } = parseStateMachineArn(target.machine.arn);
  const cases = testCases(mocks, name);
  if (!cases.includes(mockTestCase)) {
    const known = cases.length === 0 ? 'it has none' : `it has ${cases.join(', ')}`;
    throw invalidArn(
      `${arn}: the mock configuration has no test case ${mockTestCase} for the state machine ${name}; ${known}`,
    );
  }
  return { target, mockTestCase };
}

function testCases(mocks: MockSource, machineName: string): readonly string[] {
  try {
    return [...(mocks.fresh().machines.get(machineName)?.keys() ?? [])];
  } catch (error) {
    if (error instanceof MockConfigFault) throw invalidArn(error.message);
    throw error;
  }
}
