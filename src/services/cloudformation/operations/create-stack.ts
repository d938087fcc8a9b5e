import type { Operation } from '../../../gateway/operation.ts';
import { briefWait } from '../brief-wait.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { mendable, stackExists, validationError } from '../cloudformation-errors.ts';
import { readTemplate, type TemplateSource } from '../read-template.ts';
import { type DeployInput, parametersOf, requireCapabilities, settingsOf } from '../stack-input.ts';
import type { StackOrder } from '../stack-port.ts';

interface Input extends DeployInput, TemplateSource {
  readonly StackName: string;
  readonly DisableRollback?: boolean;
  readonly OnFailure?: StackOrder['onFailure'];
  readonly EnableTerminationProtection?: boolean;
  readonly StackPolicyBody?: string;
  readonly StackPolicyURL?: string;
}

/** Answers when the stack is on its way: its end is in its status. */
export function createStack(cloudFormation: CloudFormation): Operation<Input> {
  return async (input, context) => {
    const { stacks } = cloudFormation;
    const { StackName: stackName, Tags: tags = [], DisableRollback, OnFailure, EnableTerminationProtection } = input;
    if (DisableRollback !== undefined && OnFailure !== undefined)
      throw validationError('You can specify either OnFailure or DisableRollback, but not both.');
    if (input.StackPolicyBody !== undefined || input.StackPolicyURL !== undefined)
      throw validationError('Stack policies are not supported by Stepwell');
    if (stacks.find(stackName, context)) throw stackExists(stackName);
    const template = await readTemplate(cloudFormation, input, context);
    const settings = {
      ...settingsOf(input),
      disableRollback: DisableRollback === true || OnFailure === 'DO_NOTHING',
      terminationProtection: EnableTerminationProtection === true,
    };
    return mendable(async () => {
      requireCapabilities(input.Capabilities, await stacks.summarise(template), true);
      const { stackId, done } = await stacks.begin({
        ...{ stackName, template, tags, settings, region: context.region, account: context.account },
        parameters: parametersOf(input.Parameters, undefined),
        onFailure: OnFailure ?? (DisableRollback ? 'DO_NOTHING' : 'ROLLBACK'),
      });
      await briefWait(done, cloudFormation.clock);
      return { StackId: stackId };
    });
  };
}
