/**
 * The CloudFormation API over whoever deploys stacks: stacks and change sets, as the AWS CLI, SAM and the CDK use them. Stack sets, types,
 * drift, refactoring and imports are not here.
 */
import type { AwsCaller } from '../../connectors/aws-caller.ts';
import type { Service } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { Records } from '../../store/records.ts';
import { CHANGE_SETS } from './change-set-record.ts';
import type { CloudFormation } from './cloudformation-dependencies.ts';
import { createChangeSet } from './operations/create-change-set.ts';
import { createStack } from './operations/create-stack.ts';
import { deleteChangeSet } from './operations/delete-change-set.ts';
import { deleteStack } from './operations/delete-stack.ts';
import { describeChangeSet } from './operations/describe-change-set.ts';
import { describeStackEvents } from './operations/describe-stack-events.ts';
import { describeStackResource } from './operations/describe-stack-resource.ts';
import { describeStackResources } from './operations/describe-stack-resources.ts';
import { describeStacks } from './operations/describe-stacks.ts';
import { executeChangeSet } from './operations/execute-change-set.ts';
import { getTemplate } from './operations/get-template.ts';
import { getTemplateSummary } from './operations/get-template-summary.ts';
import { listChangeSets } from './operations/list-change-sets.ts';
import { listExports } from './operations/list-exports.ts';
import { listImports } from './operations/list-imports.ts';
import { listStackResources } from './operations/list-stack-resources.ts';
import { listStacks } from './operations/list-stacks.ts';
import { updateStack } from './operations/update-stack.ts';
import { updateTerminationProtection } from './operations/update-termination-protection.ts';
import { validateTemplate } from './operations/validate-template.ts';
import type { StackPort } from './stack-port.ts';

export interface CloudFormationServiceOptions {
  readonly stacks: StackPort;
  readonly records: Records;
  readonly caller: AwsCaller;
  readonly clock: Clock;
  readonly ids: Ids;
}

export function createCloudFormationService({
  stacks,
  records,
  caller,
  clock,
  ids,
}: CloudFormationServiceOptions): Service {
  const cloudFormation: CloudFormation = {
    ...{ stacks, caller, clock, ids },
    changeSets: records.collection(CHANGE_SETS),
  };
  return {
    model: 'cloudformation',
    operations: {
      CreateChangeSet: createChangeSet(cloudFormation),
      CreateStack: createStack(cloudFormation),
      DeleteChangeSet: deleteChangeSet(cloudFormation),
      DeleteStack: deleteStack(cloudFormation),
      DescribeChangeSet: describeChangeSet(cloudFormation),
      DescribeStackEvents: describeStackEvents(cloudFormation),
      DescribeStackResource: describeStackResource(cloudFormation),
      DescribeStackResources: describeStackResources(cloudFormation),
      DescribeStacks: describeStacks(cloudFormation),
      ExecuteChangeSet: executeChangeSet(cloudFormation),
      GetTemplate: getTemplate(cloudFormation),
      GetTemplateSummary: getTemplateSummary(cloudFormation),
      ListChangeSets: listChangeSets(cloudFormation),
      ListExports: listExports(cloudFormation),
      ListImports: listImports(cloudFormation),
      ListStackResources: listStackResources(cloudFormation),
      ListStacks: listStacks(cloudFormation),
      UpdateStack: updateStack(cloudFormation),
      UpdateTerminationProtection: updateTerminationProtection(cloudFormation),
      ValidateTemplate: validateTemplate(cloudFormation),
    },
  };
}
