/** Every resource type that can be deployed, one provider each. */

import type { ResourceProvider } from './resource-provider.ts';
import { cdkMetadata } from './resources/cdk-metadata.ts';
import { dynamodbTable } from './resources/dynamodb-table.ts';
import { eventBus } from './resources/event-bus.ts';
import { eventRule } from './resources/event-rule.ts';
import { iamPolicy } from './resources/iam-policy.ts';
import { iamRole } from './resources/iam-role.ts';
import { kmsAlias } from './resources/kms-alias.ts';
import { kmsKey } from './resources/kms-key.ts';
import { lambdaFunction } from './resources/lambda-function.ts';
import { lambdaPermission } from './resources/lambda-permission.ts';
import { logGroup } from './resources/log-group.ts';
import { s3Bucket } from './resources/s3-bucket.ts';
import { secret } from './resources/secret.ts';
import { sesEmailIdentity } from './resources/ses-email-identity.ts';
import { sesTemplate } from './resources/ses-template.ts';
import { ssmParameter } from './resources/ssm-parameter.ts';
import { stateMachine } from './resources/state-machine.ts';

const all: readonly ResourceProvider[] = [
  cdkMetadata,
  dynamodbTable,
  eventBus,
  eventRule,
  iamPolicy,
  iamRole,
  kmsAlias,
  kmsKey,
  lambdaFunction,
  lambdaPermission,
  logGroup,
  s3Bucket,
  secret,
  sesEmailIdentity,
  sesTemplate,
  ssmParameter,
  stateMachine,
];

export const resourceProviders: ReadonlyMap<string, ResourceProvider> = new Map(
  all.map((provider) => [provider.type, provider]),
);
