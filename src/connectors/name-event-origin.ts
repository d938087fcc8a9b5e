/** EventBridge's optimised integration names the execution and its machine in the resources of every entry that it puts. */
import type { TaskRequest } from './connector.ts';

type Params = Readonly<Record<string, unknown>>;

export function nameEventOrigin(params: Params, { executionArn, stateMachineArn }: TaskRequest): Params {
  const { Entries } = params;
  if (!Array.isArray(Entries)) return params;
  const named = (Entries as readonly Params[]).map((entry) => {
    const { Resources } = entry;
    return { ...entry, Resources: [...(Array.isArray(Resources) ? Resources : []), executionArn, stateMachineArn] };
  });
  return { ...params, Entries: named };
}
