/**
 * SAM's policy templates, the ones that workflows use. Roles are recorded and not enforced, so each states its actions and the resource that
 * its parameter names.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html
 */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { isObject } from '../template.ts';

interface PolicyTemplate {
  readonly parameter?: string;
  readonly actions: readonly string[];
  /** `${…}` is filled by `Fn::Sub` with the parameter's value as `name`. */
  readonly resources: readonly string[];
}

const ARN = 'arn:${AWS::Partition}';
const DYNAMODB_READ = ['GetItem', 'Scan', 'Query', 'BatchGetItem', 'DescribeTable'].map(
  (action) => `dynamodb:${action}`,
);
const DYNAMODB_WRITE = ['PutItem', 'UpdateItem', 'BatchWriteItem'].map((action) => `dynamodb:${action}`);
const S3_READ = ['GetObject', 'ListBucket', 'GetBucketLocation', 'GetObjectVersion', 'GetLifecycleConfiguration'].map(
  (action) => `s3:${action}`,
);
const S3_WRITE = ['PutObject', 'PutObjectAcl', 'PutLifecycleConfiguration'].map((action) => `s3:${action}`);
const TABLE = [
  `${ARN}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/\${name}`,
  `${ARN}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/\${name}/index/*`,
];
const BUCKET = [`${ARN}:s3:::\${name}`, `${ARN}:s3:::\${name}/*`];

const TEMPLATES: Readonly<Record<string, PolicyTemplate>> = {
  S3ReadPolicy: { parameter: 'BucketName', actions: S3_READ, resources: BUCKET },
  S3WritePolicy: { parameter: 'BucketName', actions: S3_WRITE, resources: BUCKET },
  S3CrudPolicy: { parameter: 'BucketName', actions: [...S3_READ, ...S3_WRITE, 's3:DeleteObject'], resources: BUCKET },
  S3FullAccessPolicy: { parameter: 'BucketName', actions: ['s3:*'], resources: BUCKET },
  DynamoDBReadPolicy: { parameter: 'TableName', actions: DYNAMODB_READ, resources: TABLE },
  DynamoDBWritePolicy: { parameter: 'TableName', actions: DYNAMODB_WRITE, resources: TABLE },
  DynamoDBCrudPolicy: {
    parameter: 'TableName',
    actions: [...DYNAMODB_READ, ...DYNAMODB_WRITE, 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
    resources: TABLE,
  },
  LambdaInvokePolicy: {
    parameter: 'FunctionName',
    actions: ['lambda:InvokeFunction'],
    resources: [`${ARN}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:\${name}*`],
  },
  StepFunctionsExecutionPolicy: {
    parameter: 'StateMachineName',
    actions: ['states:StartExecution'],
    resources: [`${ARN}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:\${name}`],
  },
  SNSPublishMessagePolicy: {
    parameter: 'TopicName',
    actions: ['sns:Publish'],
    resources: [`${ARN}:sns:\${AWS::Region}:\${AWS::AccountId}:\${name}`],
  },
  SNSCrudPolicy: {
    parameter: 'TopicName',
    actions: [
      'ListSubscriptionsByTopic',
      'CreateTopic',
      'SetTopicAttributes',
      'Subscribe',
      'Publish',
      'GetTopicAttributes',
      'AddPermission',
      'RemovePermission',
    ].map((action) => `sns:${action}`),
    resources: [`${ARN}:sns:\${AWS::Region}:\${AWS::AccountId}:\${name}*`],
  },
  SQSSendMessagePolicy: {
    parameter: 'QueueName',
    actions: ['sqs:SendMessage*'],
    resources: [`${ARN}:sqs:\${AWS::Region}:\${AWS::AccountId}:\${name}`],
  },
  SQSPollerPolicy: {
    parameter: 'QueueName',
    actions: ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
    resources: [`${ARN}:sqs:\${AWS::Region}:\${AWS::AccountId}:\${name}`],
  },
  SESCrudPolicy: {
    parameter: 'IdentityName',
    actions: ['ses:GetIdentityVerificationAttributes', 'ses:SendEmail', 'ses:SendRawEmail', 'ses:VerifyEmailIdentity'],
    resources: [`${ARN}:ses:\${AWS::Region}:\${AWS::AccountId}:identity/\${name}`],
  },
  EventBridgePutEventsPolicy: {
    parameter: 'EventBusName',
    actions: ['events:PutEvents'],
    resources: [`${ARN}:events:\${AWS::Region}:\${AWS::AccountId}:event-bus/\${name}`],
  },
  AWSSecretsManagerGetSecretValuePolicy: {
    parameter: 'SecretArn',
    actions: ['secretsmanager:GetSecretValue'],
    resources: ['${name}'],
  },
  SSMParameterReadPolicy: {
    parameter: 'ParameterName',
    actions: ['ssm:GetParameters', 'ssm:GetParameter', 'ssm:GetParametersByPath'],
    resources: [`${ARN}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter/\${name}`],
  },
};

/** `{"S3CrudPolicy": {"BucketName": …}}` as a policy document. */
export function expandPolicyTemplate(id: string, policy: JsonObject): JsonObject {
  const [name, argument] = Object.entries(policy)[0] ?? [];
  const template = name === undefined ? undefined : TEMPLATES[name];
  if (!template)
    throw new DeployError(
      'UNSUPPORTED',
      `[/Resources/${id}/Properties/Policies] the policy template ${name} is not supported`,
    );
  const value: Json | undefined = isObject(argument) ? argument[template.parameter ?? ''] : undefined;
  if (value === undefined) {
    throw new DeployError(
      'INVALID_TEMPLATE',
      `[/Resources/${id}/Properties/Policies] Missing required parameter values [${template.parameter}] for the template '${name}'`,
    );
  }
  return {
    Statement: [
      {
        Effect: 'Allow',
        Action: template.actions,
        Resource: template.resources.map((resource) => ({ 'Fn::Sub': [resource, { name: value }] })),
      },
    ],
  };
}
