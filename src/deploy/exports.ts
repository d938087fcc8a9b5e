/**
 * Values that stacks export for others, by names that are unique in a region.
 *
 * 1. A name is exported once. 2. What somebody imports can neither go nor change.
 */
import { DeployError } from './deploy-error.ts';
import { type Stack, type StackOutput, type StackPlace, type StackTools, stacksOf } from './stack.ts';

export interface StackExport {
  readonly name: string;
  readonly value: string;
  readonly stackId: string;
}

export function listExports(tools: Pick<StackTools, 'stacks'>, place: StackPlace): readonly StackExport[] {
  return stacksOf(tools.stacks, place)
    .flatMap(({ stackId, outputs }) =>
      Object.values(outputs).flatMap(({ exportName: name, value }) =>
        name === undefined ? [] : [{ name, value, stackId }],
      ),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Names of the stacks that import a value. */
export function importersOf(name: string, tools: Pick<StackTools, 'stacks'>, place: StackPlace): readonly string[] {
  return stacksOf(tools.stacks, place)
    .filter(({ imports }) => imports?.includes(name))
    .map(({ stackName }) => stackName);
}

/** @throws {DeployError} if the outputs would take or break a name that another stack has or needs. */
export function checkExports(
  stack: Pick<Stack, 'stackId' | 'outputs'>,
  next: Readonly<Record<string, StackOutput>>,
  tools: Pick<StackTools, 'stacks'>,
  place: StackPlace,
): void {
  const others = listExports(tools, place).filter(({ stackId }) => stackId !== stack.stackId);
  const wanted = new Map<string, string>();
  for (const { exportName, value } of Object.values(next)) {
    if (exportName === undefined) continue;
    const other = others.find(({ name }) => name === exportName);
    if (other) throw failed(`Export with name ${exportName} is already exported by stack ${nameOf(other.stackId)}`);
    wanted.set(exportName, value);
  }
  for (const { exportName, value } of Object.values(stack.outputs)) {
    if (exportName === undefined || wanted.get(exportName) === value) continue;
    const [importer] = importersOf(exportName, tools, place);
    if (importer === undefined) continue;
    const verb = wanted.has(exportName) ? 'updated' : 'deleted';
    throw failed(`Export ${exportName} cannot be ${verb} as it is in use by ${importer}`);
  }
}

/** `arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/ID` */
function nameOf(stackId: string): string {
  return stackId.split('/')[1] ?? stackId;
}

function failed(message: string): DeployError {
  return new DeployError('RESOURCE_FAILED', message);
}
