import type { Operation } from '../../../gateway/operation.ts';
import { type ChangeSetRecord, changeSetKey } from '../change-set-record.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { mendable, noSuchStack, validationError } from '../cloudformation-errors.ts';
import { readTemplate, type TemplateSource } from '../read-template.ts';
import { requireUpdatable } from '../require-stack.ts';
import { type DeployInput, parametersOf, requireCapabilities, settingsOf } from '../stack-input.ts';
import type { PlanView, StackOrder, StackView } from '../stack-port.ts';

interface Input extends DeployInput, TemplateSource {
  readonly StackName: string;
  readonly ChangeSetName: string;
  readonly ChangeSetType?: 'CREATE' | 'UPDATE' | 'IMPORT';
  readonly Description?: string;
  readonly OnStackFailure?: StackOrder['onFailure'];
  readonly ResourcesToImport?: readonly unknown[];
}

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

export function createChangeSet(cloudFormation: CloudFormation): Operation<Input> {
  return async (input, context) => {
    const { stacks, changeSets, clock, ids } = cloudFormation;
    const { StackName, ChangeSetName: name, ChangeSetType: type = 'UPDATE', Description: description } = input;
    if (type === 'IMPORT' || (input.ResourcesToImport ?? []).length > 0)
      throw validationError('Change sets of the type IMPORT are not supported by Stepwell');
    const existing = requireRightKind(stacks.find(StackName, context), StackName, type);
    const template = await readTemplate(cloudFormation, input, context, existing?.template);
    const { region, account } = context;
    return mendable(async () => {
      requireCapabilities(input.Capabilities, await stacks.summarise(template), false);
      const order: StackOrder = {
        ...{ stackName: existing?.stackName ?? StackName, template, region, account },
        parameters: parametersOf(input.Parameters, existing),
        ...(input.Tags && { tags: input.Tags }),
        settings: settingsOf(input),
        onFailure: input.OnStackFailure ?? 'ROLLBACK',
      };
      const plan = await stacks.plan(order);
      const { stackId, stackName } = existing ?? (await stacks.review(StackName, context));
      const id = `arn:aws:cloudformation:${region}:${account}:changeSet/${name}/${ids.uuid()}`;
      const record: ChangeSetRecord = {
        ...{
          id,
          name,
          stackId,
          stackName,
          type,
          order: { ...order, settings: { ...order.settings, changeSetId: id } },
        },
        ...outcome(plan),
        ...(description !== undefined && { description }),
        changes: plan.changes,
        createdMs: clock.now(),
      };
      const key = changeSetKey(record);
      // One that was executed, or that nothing is in, is only remembered: its name is free again.
      if (changeSets.get(key)?.executionStatus === 'AVAILABLE')
        throw validationError(`ChangeSet ${name} cannot be created due to a mismatch with existing attribute Template`);
      await changeSets.put(key, record);
      return { Id: id, StackId: stackId };
    });
  };
}

function outcome({ isEmpty }: PlanView): Pick<ChangeSetRecord, 'status' | 'executionStatus' | 'reason'> {
  return isEmpty
    ? { status: 'FAILED', executionStatus: 'UNAVAILABLE', reason: NO_CHANGES }
    : { status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' };
}

function requireRightKind(
  stack: StackView | undefined,
  name: string,
  type: 'CREATE' | 'UPDATE',
): StackView | undefined {
  const isNew = stack === undefined || stack.status === 'REVIEW_IN_PROGRESS' || stack.status === 'DELETE_COMPLETE';
  if (type === 'CREATE') {
    if (!isNew)
      throw validationError(`Stack [${name}] already exists and cannot be created again with the changeSet [CREATE].`);
    return stack?.status === 'DELETE_COMPLETE' ? undefined : stack;
  }
  if (isNew) throw noSuchStack(name);
  requireUpdatable(stack);
  return stack;
}
