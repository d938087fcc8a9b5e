import { stringifyJson } from '../../../asl/exact-json.ts';
import type { Json } from '../../../asl/json.ts';
import type { Operation, OperationContext } from '../../../gateway/operation.ts';
import type { MockedParts } from '../../../interpreter/probe.ts';
import type { ExecutionStart } from '../../../interpreter/step.ts';
import { stateMachineArn } from '../arn.ts';
import { validation } from '../errors.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { Inspection, inspectionData } from '../test-state/inspection.ts';
import { contextOfTest } from '../test-state/mocked-context.ts';
import { runTrial, type TrialEnd, type TrialSurroundings } from '../test-state/run-trial.ts';
import { planTest, type TestPlan } from '../test-state/test-plan.ts';
import type { TestStateInput } from '../test-state/test-state-input.ts';

type TestStateDependencies = TrialSurroundings & Pick<StatesDependencies, 'limits' | 'integrations'>;

/** Runs one state by itself, with what it would call mocked or called for real, and shows how its data flowed. Nothing is kept. */
export function testState(dependencies: TestStateDependencies): Operation<TestStateInput> {
  const { limits, integrations } = dependencies;
  return async (request, context) => {
    const plan = planTest(request, limits, integrations);
    const inspection = new Inspection();
    const parts = mockedParts(plan);
    const probe = inspection.probe({
      context: (own) => contextOfTest(plan, own),
      ...(parts && { parts }),
    });
    if (plan.read?.pointed !== undefined) probe.saw('ItemsPointer', plan.read.pointed);
    const end = await runTrial(dependencies, plan, startOf(dependencies, plan, context), probe, context.signal);
    checkFailedIterations(plan, inspection.values.get('ItemsPath'));
    const { inspectionLevel = 'INFO' } = request;
    return {
      ...result(end, inspection),
      ...(inspectionLevel !== 'INFO' && { inspectionData: inspectionData(plan, inspection, end.outcome, end.nowMs) }),
    };
  };
}

/** AWS tests a state as the first of an Express execution of a machine without a name. */
function startOf({ ids, limits }: TestStateDependencies, plan: TestPlan, context: OperationContext): ExecutionStart {
  const { region, account } = context;
  const machine = ids.uuid();
  const name = ids.uuid();
  return {
    input: plan.input,
    executionArn: `arn:aws:states:${region}:${account}:express:${machine}:${name}`,
    executionName: name,
    stateMachineArn: stateMachineArn(region, account, machine),
    stateMachineName: machine,
    roleArn: plan.roleArn ?? '',
    executionType: 'EXPRESS',
    limits: limits.profile,
  };
}

function mockedParts({ mock, failedIterations, read }: TestPlan): MockedParts | undefined {
  if (!mock) return undefined;
  return {
    outcome: mock,
    ...(failedIterations !== undefined && { failedIterations }),
    ...(read && { items: read.items }),
  };
}

/** How many iterations there are is known only once the state's items were worked out. */
function checkFailedIterations({ failedIterations = 0 }: TestPlan, items: Json | undefined): void {
  if (Array.isArray(items) && failedIterations > items.length) {
    throw validation('Map iteration failure count must be less than or equal to the number of Map iterations');
  }
}

function result({ outcome }: TrialEnd, { failure }: Inspection) {
  const told = failure && {
    ...(failure.error !== undefined && { error: failure.error }),
    ...(failure.cause !== undefined && { cause: failure.cause }),
  };
  switch (outcome.type) {
    case 'Retrying':
      return { ...told, status: 'RETRIABLE' };
    case 'Failed':
      return {
        ...(outcome.error !== undefined && { error: outcome.error }),
        ...(outcome.cause !== undefined && { cause: outcome.cause }),
        status: 'FAILED',
      };
    case 'Left':
      return {
        ...told,
        output: stringifyJson(outcome.output),
        ...(outcome.next !== undefined && { nextState: outcome.next }),
        status: failure ? 'CAUGHT_ERROR' : 'SUCCEEDED',
      };
  }
}
