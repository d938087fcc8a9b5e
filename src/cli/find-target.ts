/** What a person means by a name: an ARN, a state machine's name, a stack with one state machine, or a logical id in a stack. */
import { CliError } from './cli-error.ts';
import type { Client } from './client.ts';

export interface MachineItem {
  readonly stateMachineArn: string;
  readonly name: string;
  readonly type: string;
}

export async function findStateMachine(client: Client, target: string): Promise<string> {
  if (target.startsWith('arn:')) return target;
  const machines = await client.listAll<MachineItem>('ListStateMachines', { maxResults: 1000 }, 'stateMachines');
  const named = machines.find((machine) => machine.name === target);
  if (named) return named.stateMachineArn;
  const inStacks = (await client.stacks()).flatMap((stack) =>
    Object.values(stack.resources)
      .filter((resource) => resource.type === 'AWS::StepFunctions::StateMachine')
      .filter((resource) => stack.stackName === target || resource.logicalId === target)
      .map((resource) => resource.physicalId),
  );
  if (inStacks.length === 1) return inStacks[0]!;
  if (inStacks.length > 1)
    throw new CliError(`'${target}' has several state machines; name one of:\n  ${inStacks.join('\n  ')}`, {
      exitCode: 2,
    });
  const known = machines.map((machine) => machine.name);
  const hint =
    known.length > 0 ? `There are: ${known.slice(0, 20).join(', ')}` : 'None is deployed yet: stepwell deploy FOLDER';
  throw new CliError(`No state machine or stack is called '${target}'. ${hint}`, { exitCode: 2 });
}

/** An execution by ARN, `MACHINE:NAME`, the ARN of a map run of it, or a machine's newest execution. */
export async function findExecution(client: Client, target: string): Promise<string> {
  if (target.includes(':mapRun:')) {
    const { executionArn } = await client.states<{ executionArn: string }>('DescribeMapRun', { mapRunArn: target });
    return executionArn;
  }
  if (target.includes(':execution:') || target.includes(':express:')) return target;
  const colon = target.startsWith('arn:') ? -1 : target.lastIndexOf(':');
  const machineArn = await findStateMachine(client, colon < 0 ? target : target.slice(0, colon));
  if (colon >= 0) return `${machineArn.replace(':stateMachine:', ':execution:')}:${target.slice(colon + 1)}`;
  const [newest] = await client.listAll<{ executionArn: string }>(
    'ListExecutions',
    { stateMachineArn: machineArn, maxResults: 1 },
    'executions',
    1,
  );
  if (!newest) throw new CliError(`'${target}' has no executions yet: stepwell run ${target}`);
  return newest.executionArn;
}
