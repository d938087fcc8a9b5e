import type { Operation } from '../../../gateway/operation.ts';
import { briefWait } from '../brief-wait.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { validationError } from '../cloudformation-errors.ts';

interface Input {
  readonly StackName: string;
  readonly RetainResources?: readonly string[];
}

/** Answers when the deletion is on its way; a stack that is not there is as good as deleted. */
export function deleteStack({ stacks, clock }: CloudFormation): Operation<Input> {
  return async ({ StackName, RetainResources = [] }, context) => {
    const stack = stacks.find(StackName, context);
    if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {};
    const { stackName, stackId, status, terminationProtection, resources } = stack;
    if (terminationProtection)
      throw validationError(`Stack [${stackName}] cannot be deleted while TerminationProtection is enabled`);
    if (status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS')
      throw validationError(`Stack [${stackId}] cannot be deleted while in status ${status}`);
    if (RetainResources.length > 0 && status !== 'DELETE_FAILED')
      throw validationError('RetainResources can only be specified for stacks in DELETE_FAILED state');
    const unknown = RetainResources.find((id) => !(id in resources));
    if (unknown !== undefined && RetainResources.length > 0 && Object.keys(resources).length > 0)
      throw validationError(`RetainResources contains a resource that is not in the stack: ${unknown}`);
    const deletion = stacks.beginDeletion(stackName, context, { keep: new Set(RetainResources) });
    if (deletion) await briefWait(deletion.done, clock);
    return {};
  };
}
