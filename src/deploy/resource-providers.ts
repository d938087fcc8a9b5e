/** Every resource type that can be deployed, one provider each. */

import type { ResourceProvider } from './resource-provider.ts';
import { cdkMetadata } from './resources/cdk-metadata.ts';
import { dynamodbTable } from './resources/dynamodb-table.ts';
import { eventBus } from './resources/event-bus.ts';
import { eventRule } from './resources/event-rule.ts';
import { iamPolicy } from './resources/iam-policy.ts';
import { iamRole } from './resources/iam-role.ts';
import { lambdaFunction } from './resources/lambda-function.ts';
import { lambdaPermission } from './resources/lambda-permission.ts';
import { logGroup } from './resources/log-group.ts';
import { s3Bucket } from './resources/s3-bucket.ts';
import { stateMachine } from './resources/state-machine.ts';

const all: readonly ResourceProvider[] = [
  cdkMetadata,
  dynamodbTable,
  eventBus,
  eventRule,
  iamPolicy,
  iamRole,
  lambdaFunction,
  lambdaPermission,
  logGroup,
  s3Bucket,
  stateMachine,
];

export const resourceProviders: ReadonlyMap<string, ResourceProvider> = new Map(
  all.map((provider) => [provider.type, provider]),
);
