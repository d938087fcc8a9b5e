/** Every resource type that can be deployed, one provider each. */

import type { ResourceProvider } from './resource-provider.ts';
import { apiAccount } from './resources/api-gateway/account.ts';
import { apiKey } from './resources/api-gateway/api-key.ts';
import { apiDeployment } from './resources/api-gateway/deployment.ts';
import { gatewayResponse } from './resources/api-gateway/gateway-response.ts';
import { httpApi } from './resources/api-gateway/http-api.ts';
import { httpApiIntegration } from './resources/api-gateway/http-api-integration.ts';
import { httpApiRoute } from './resources/api-gateway/http-api-route.ts';
import { httpApiStage } from './resources/api-gateway/http-api-stage.ts';
import { apiMethod } from './resources/api-gateway/method.ts';
import { apiModel } from './resources/api-gateway/model.ts';
import { requestValidator } from './resources/api-gateway/request-validator.ts';
import { apiResource } from './resources/api-gateway/resource.ts';
import { restApi } from './resources/api-gateway/rest-api.ts';
import { apiStage } from './resources/api-gateway/stage.ts';
import { usagePlan } from './resources/api-gateway/usage-plan.ts';
import { usagePlanKey } from './resources/api-gateway/usage-plan-key.ts';
import { autoDeleteObjects } from './resources/auto-delete-objects.ts';
import { bucketNotifications } from './resources/bucket-notifications.ts';
import { cdkMetadata } from './resources/cdk-metadata.ts';
import { customResource } from './resources/custom-resource.ts';
import { dynamodbTable } from './resources/dynamodb-table.ts';
import { ecrRepository } from './resources/ecr-repository.ts';
import { eventBus } from './resources/event-bus.ts';
import { eventRule } from './resources/event-rule.ts';
import { iamManagedPolicy } from './resources/iam-managed-policy.ts';
import { iamPolicy } from './resources/iam-policy.ts';
import { iamRole } from './resources/iam-role.ts';
import { kmsAlias } from './resources/kms-alias.ts';
import { kmsKey } from './resources/kms-key.ts';
import { lambdaAlias } from './resources/lambda-alias.ts';
import { lambdaEventInvokeConfig } from './resources/lambda-event-invoke-config.ts';
import { lambdaEventSourceMapping } from './resources/lambda-event-source-mapping.ts';
import { lambdaFunction } from './resources/lambda-function.ts';
import { lambdaPermission } from './resources/lambda-permission.ts';
import { lambdaVersion } from './resources/lambda-version.ts';
import { logGroup } from './resources/log-group.ts';
import { logRetention } from './resources/log-retention.ts';
import { nestedStack } from './resources/nested-stack.ts';
import { s3Bucket } from './resources/s3-bucket.ts';
import { s3BucketPolicy } from './resources/s3-bucket-policy.ts';
import { secret } from './resources/secret.ts';
import { sesEmailIdentity } from './resources/ses-email-identity.ts';
import { sesTemplate } from './resources/ses-template.ts';
import { snsSubscription } from './resources/sns-subscription.ts';
import { snsTopic } from './resources/sns-topic.ts';
import { snsTopicPolicy } from './resources/sns-topic-policy.ts';
import { sqsQueue } from './resources/sqs-queue.ts';
import { sqsQueuePolicy } from './resources/sqs-queue-policy.ts';
import { ssmParameter } from './resources/ssm-parameter.ts';
import { stateMachine } from './resources/state-machine.ts';
import { stateMachineAlias } from './resources/state-machine-alias.ts';
import { stateMachineVersion } from './resources/state-machine-version.ts';
import { statesActivity } from './resources/states-activity.ts';
import { waitConditionHandle } from './resources/wait-condition-handle.ts';

const all: readonly ResourceProvider[] = [
  cdkMetadata,
  dynamodbTable,
  ecrRepository,
  eventBus,
  eventRule,
  iamPolicy,
  iamRole,
  kmsAlias,
  kmsKey,
  lambdaFunction,
  lambdaPermission,
  logGroup,
  nestedStack,
  s3Bucket,
  secret,
  sesEmailIdentity,
  sesTemplate,
  ssmParameter,
  stateMachine,
  apiAccount,
  apiKey,
  apiDeployment,
  gatewayResponse,
  httpApi,
  httpApiIntegration,
  httpApiRoute,
  httpApiStage,
  apiMethod,
  apiModel,
  requestValidator,
  apiResource,
  restApi,
  apiStage,
  usagePlan,
  usagePlanKey,
  autoDeleteObjects,
  bucketNotifications,
  iamManagedPolicy,
  lambdaAlias,
  lambdaEventInvokeConfig,
  lambdaEventSourceMapping,
  lambdaVersion,
  logRetention,
  s3BucketPolicy,
  snsSubscription,
  snsTopic,
  snsTopicPolicy,
  sqsQueue,
  sqsQueuePolicy,
  stateMachineAlias,
  stateMachineVersion,
  statesActivity,
  waitConditionHandle,
];

export const resourceProviders: ReadonlyMap<string, ResourceProvider> = new Map(
  all.map((provider) => [provider.type, provider]),
);

/** Types that begin with `Custom::` are whatever their function makes of them. */
export function findProvider(type: string): ResourceProvider | undefined {
  const known = resourceProviders.get(type);
  if (known) return known;
  return type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource'
    ? customResource(type)
    : undefined;
}
