import type { Operation } from '../../../gateway/operation.ts';
import { briefWait } from '../brief-wait.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { mendable, noSuchStack, validationError } from '../cloudformation-errors.ts';
import { readTemplate, type TemplateSource } from '../read-template.ts';
import { requireUpdatable } from '../require-stack.ts';
import { type DeployInput, parametersOf, requireCapabilities, settingsOf } from '../stack-input.ts';

interface Input extends DeployInput, TemplateSource {
  readonly StackName: string;
  readonly DisableRollback?: boolean;
  readonly StackPolicyBody?: string;
  readonly StackPolicyURL?: string;
}

export function updateStack(cloudFormation: CloudFormation): Operation<Input> {
  return async (input, context) => {
    const { stacks } = cloudFormation;
    const existing = stacks.find(input.StackName, context);
    if (!existing || existing.status === 'REVIEW_IN_PROGRESS') throw noSuchStack(input.StackName);
    if (input.StackPolicyBody !== undefined || input.StackPolicyURL !== undefined)
      throw validationError('Stack policies are not supported by Stepwell');
    requireUpdatable(existing);
    const template = await readTemplate(cloudFormation, input, context, existing.template);
    const { region, account } = context;
    const order = {
      ...{ stackName: existing.stackName, template, region, account },
      parameters: parametersOf(input.Parameters, existing),
      ...(input.Tags && { tags: input.Tags }),
      settings: { ...settingsOf(input), disableRollback: input.DisableRollback === true },
      onFailure: input.DisableRollback ? ('DO_NOTHING' as const) : ('ROLLBACK' as const),
    };
    return mendable(async () => {
      requireCapabilities(input.Capabilities, await stacks.summarise(template), true);
      if ((await stacks.plan(order)).isEmpty && existing.status.endsWith('_COMPLETE'))
        throw validationError('No updates are to be performed.');
      const { stackId, done } = await stacks.begin(order);
      await briefWait(done, cloudFormation.clock);
      return { StackId: stackId };
    });
  };
}
