/** Deploys secrets, parameters, keys and mail settings, and resolves dynamic references to them. */
import {
  DescribeKeyCommand,
  GetKeyRotationStatusCommand,
  KMSClient,
  ListResourceTagsCommand,
} from '@aws-sdk/client-kms';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeSecretCommand, GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetTemplateCommand, SESClient } from '@aws-sdk/client-ses';
import { GetEmailIdentityCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { GetParameterCommand, ListTagsForResourceCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

let server: RestartableServer;
let secrets: SecretsManagerClient;
let ssm: SSMClient;
let kms: KMSClient;
let ses: SESClient;
let ses2: SESv2Client;
let lambda: LambdaClient;

beforeAll(async () => {
  server = await startServer();
  secrets = new SecretsManagerClient(server.clientConfiguration);
  ssm = new SSMClient(server.clientConfiguration);
  kms = new KMSClient(server.clientConfiguration);
  ses = new SESClient(server.clientConfiguration);
  ses2 = new SESv2Client(server.clientConfiguration);
  lambda = new LambdaClient(server.clientConfiguration);
});

afterAll(async () => {
  for (const client of [secrets, ssm, kms, ses, ses2, lambda]) client.destroy();
  await server.stop();
});

// biome-ignore lint/suspicious/noExplicitAny: answers are JSON.
async function deploy(name: string, template: object | string, parameters: object = {}): Promise<any> {
  const text = typeof template === 'string' ? template : JSON.stringify(template);
  const response = await fetch(`${server.url}/_stepwell/stacks/${name}`, {
    method: 'POST',
    body: JSON.stringify({ template: text, parameters }),
  });
  return JSON.parse((await response.text()).trim().split('\n').at(-1)!);
}

const TEMPLATE = `
Parameters:
  Stage: { Type: String, Default: dev }
Resources:
  Key:
    Type: AWS::KMS::Key
    Properties:
      Description: !Sub key of \${Stage}
      EnableKeyRotation: true
      PendingWindowInDays: 7
      KeyPolicy: { Version: '2012-10-17', Statement: [] }
      Tags: [{ Key: stage, Value: !Ref Stage }]
  Alias:
    Type: AWS::KMS::Alias
    Properties: { AliasName: alias/settings, TargetKeyId: !Ref Key }
  Login:
    Type: AWS::SecretsManager::Secret
    Properties:
      Name: settings/login
      KmsKeyId: !GetAtt Key.Arn
      GenerateSecretString:
        SecretStringTemplate: '{"username":"admin"}'
        GenerateStringKey: password
        PasswordLength: 20
        ExcludePunctuation: true
      Tags: [{ Key: stage, Value: !Ref Stage }]
  Url:
    Type: AWS::SSM::Parameter
    Properties: { Name: /settings/url, Type: String, Value: !Sub 'https://\${Stage}.example.com', Tags: { stage: !Ref Stage } }
  Sender:
    Type: AWS::SES::EmailIdentity
    Properties: { EmailIdentity: reports@example.com, FeedbackAttributes: { EmailForwardingEnabled: false } }
  Letter:
    Type: AWS::SES::Template
    Properties: { Template: { TemplateName: letter, SubjectPart: 'Hi {{name}}', TextPart: text } }
  Role:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } }
  Function:
    Type: AWS::Lambda::Function
    DependsOn: Url
    Properties:
      FunctionName: settings
      Runtime: nodejs20.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code: { ZipFile: 'exports.handler = async () => 1;' }
      Environment:
        Variables:
          URL: '{{resolve:ssm:/settings/url}}/v1'
          USER: !Sub '{{resolve:secretsmanager:\${Login}:SecretString:username}}'
          WHOLE: '{{resolve:secretsmanager:settings/login}}'
Outputs:
  KeyId: { Value: !Ref Key }
  Secret: { Value: !Ref Login }
`;

test('a stack of settings is made, changed in place and taken away', async () => {
  const made = await deploy('settings', TEMPLATE);
  expect(made).toMatchObject({ type: 'done', stack: { status: 'CREATE_COMPLETE' } });
  const KeyId = made.stack.outputs.KeyId.value;
  const SecretId = made.stack.outputs.Secret.value;
  const described = await kms.send(new DescribeKeyCommand({ KeyId: 'alias/settings' }));
  expect(described.KeyMetadata).toMatchObject({ KeyId, Description: 'key of dev', KeyState: 'Enabled' });
  expect((await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled).toBe(true);
  const secret = async () => (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString!;
  const first = await secret();
  expect(JSON.parse(first)).toEqual({ username: 'admin', password: expect.stringMatching(/^[A-Za-z0-9]{20}$/) });
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name: '/settings/url' }));
  expect(Parameter?.Value).toBe('https://dev.example.com');
  const identity = await ses2.send(new GetEmailIdentityCommand({ EmailIdentity: 'reports@example.com' }));
  expect(identity).toMatchObject({ VerifiedForSendingStatus: true, FeedbackForwardingStatus: false });
  expect((await ses.send(new GetTemplateCommand({ TemplateName: 'letter' }))).Template?.SubjectPart).toBe(
    'Hi {{name}}',
  );
  const variables = async () =>
    (await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 'settings' }))).Environment?.Variables;
  expect(await variables()).toEqual({ URL: 'https://dev.example.com/v1', USER: 'admin', WHOLE: first });

  const changed = await deploy('settings', TEMPLATE, { Stage: 'prod' });
  expect(changed).toMatchObject({ type: 'done', stack: { status: 'UPDATE_COMPLETE' } });
  expect(changed.stack.outputs).toEqual(made.stack.outputs);
  expect(await secret()).toBe(first);
  expect((await variables())?.['URL']).toBe('https://prod.example.com/v1');
  const { Tags: keyTags } = await kms.send(new ListResourceTagsCommand({ KeyId }));
  expect(keyTags).toContainEqual({ TagKey: 'stage', TagValue: 'prod' });
  const { Tags: secretTags } = await secrets.send(new DescribeSecretCommand({ SecretId }));
  expect(secretTags).toContainEqual({ Key: 'stage', Value: 'prod' });
  const parameterTags = await ssm.send(
    new ListTagsForResourceCommand({ ResourceType: 'Parameter', ResourceId: '/settings/url' }),
  );
  expect(parameterTags.TagList).toContainEqual({ Key: 'stage', Value: 'prod' });

  await deploy('settings', TEMPLATE.replace('PasswordLength: 20', 'PasswordLength: 24'));
  expect(JSON.parse(await secret()).password).toHaveLength(24);

  const deleted = await fetch(`${server.url}/_stepwell/stacks/settings`, { method: 'DELETE' });
  expect((await deleted.text()).trim().split('\n').at(-1)).toBe('{"type":"done"}');
  expect(await refusal(secret())).toMatch(/^ResourceNotFoundException/);
  expect(await refusal(ssm.send(new GetParameterCommand({ Name: '/settings/url' })))).toMatch(/^ParameterNotFound/);
  const gone = await kms.send(new DescribeKeyCommand({ KeyId }));
  expect(gone.KeyMetadata?.KeyState).toBe('PendingDeletion');
});

test('what somebody else made is not taken over', async () => {
  await ssm.send(new PutParameterCommand({ Name: '/foreign', Value: 'theirs', Type: 'String' }));
  const template = {
    Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/foreign', Type: 'String', Value: 'ours' } } },
  };
  expect(await deploy('thief', template)).toMatchObject({
    type: 'failed',
    message: 'P (AWS::SSM::Parameter): /foreign already exists, and not in this stack',
  });
  expect((await ssm.send(new GetParameterCommand({ Name: '/foreign' }))).Parameter?.Value).toBe('theirs');
});

test('template parameters can name stored ones', async () => {
  await ssm.send(new PutParameterCommand({ Name: '/in/one', Value: 'first', Type: 'String' }));
  await ssm.send(new PutParameterCommand({ Name: '/in/list', Value: 'a, b', Type: 'StringList' }));
  const template = {
    Parameters: {
      One: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/in/one' },
      List: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/in/list' },
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/none/version' },
    },
    Resources: {
      P: {
        Type: 'AWS::SSM::Parameter',
        Properties: {
          Name: '/out',
          Type: 'String',
          Value: { 'Fn::Join': ['+', [{ Ref: 'One' }, { 'Fn::Select': [1, { Ref: 'List' }] }]] },
        },
      },
    },
  };
  expect((await deploy('stored', template)).type).toBe('done');
  const out = async () => (await ssm.send(new GetParameterCommand({ Name: '/out' }))).Parameter?.Value;
  expect(await out()).toBe('first+b');
  await ssm.send(new PutParameterCommand({ Name: '/in/one', Value: 'second', Overwrite: true }));
  await deploy('stored', template);
  expect(await out()).toBe('second+b');
  expect(await deploy('stored', template, { One: '/in/none' })).toMatchObject({
    type: 'failed',
    code: 'INVALID_PARAMETER',
    message: 'Unable to fetch parameters [/in/none] from parameter store for this account.',
  });
});

test.each<[name: string, value: string, message: RegExp]>([
  ['a missing parameter', '{{resolve:ssm:/none}}', /^P \(AWS::SSM::Parameter\): ParameterNotFound/],
  ['a missing secret', '{{resolve:secretsmanager:none}}', /ResourceNotFoundException: Secrets Manager can't find/],
  ['another service', '{{resolve:vault:x}}', /Dynamic references to vault are not supported/],
  ['bytes of a secret', '{{resolve:secretsmanager:none:SecretBinary}}', /Only SecretString can be referenced/],
])('a reference to %s stops the deployment', async (_name, Value, message) => {
  const template = { Resources: { P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value } } } };
  expect(await deploy('broken', template)).toMatchObject({ type: 'failed', message: expect.stringMatching(message) });
});
