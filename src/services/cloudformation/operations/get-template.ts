import type { Operation } from '../../../gateway/operation.ts';
import { requireChangeSet } from '../change-set-record.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { mendable, noSuchStackId, validationError } from '../cloudformation-errors.ts';

interface Input {
  readonly StackName?: string;
  readonly ChangeSetName?: string;
  readonly TemplateStage?: 'Original' | 'Processed';
}

export function getTemplate({ stacks, changeSets }: CloudFormation): Operation<Input> {
  return ({ StackName, ChangeSetName, TemplateStage = 'Original' }, context) =>
    mendable(async () => {
      const template = find();
      const body = TemplateStage === 'Processed' ? (await stacks.summarise(template)).processed : template;
      return { TemplateBody: body, StagesAvailable: ['Original', 'Processed'] };

      function find(): string {
        if (ChangeSetName !== undefined) {
          return requireChangeSet(changeSets, ChangeSetName, StackName, context).order.template;
        }
        if (StackName === undefined) throw validationError('StackName is required if ChangeSetName is not specified.');
        const stack = stacks.find(StackName, context);
        if (!stack) throw noSuchStackId(StackName);
        return stack.template;
      }
    });
}
