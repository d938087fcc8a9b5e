/** Projects on disk as `stepwell deploy` and the AWS CLI deploy them: cloud assemblies, nested stacks, included pieces, samconfig.toml. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Client } from '../../src/cli/client.ts';
import { deployProject } from '../../src/cli/deploy-project.ts';
import type { Output } from '../../src/cli/output.ts';
import { awsCli, isUsable } from '../needed-programs.ts';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

const root = mkdtempSync(join(tmpdir(), 'stepwell-projects-'));
const silent: Output = { note() {}, print() {}, data() {}, progress() {} } as unknown as Output;

let server: RestartableServer;
let lambda: LambdaClient;
let sfn: SFNClient;
let sqs: SQSClient;

beforeAll(async () => {
  server = await startServer({ environment: { PATH: process.env['PATH'] } });
  lambda = new LambdaClient(server.clientConfiguration);
  sfn = new SFNClient(server.clientConfiguration);
  sqs = new SQSClient(server.clientConfiguration);
});
afterAll(async () => {
  await server?.stop();
  rmSync(root, { recursive: true, force: true });
});

function project(name: string, files: Readonly<Record<string, string | object>>): string {
  const folder = join(root, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return folder;
}

const deploy = (
  path: string,
  options: { stackName?: string; parameters?: Record<string, string>; configEnvironment?: string } = {},
) => deployProject(new Client(server.url), path, { parameters: {}, onFailure: 'ROLLBACK', ...options }, silent);

async function invoke(FunctionName: string, payload: unknown): Promise<unknown> {
  const { Payload } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(payload)) }),
  );
  return JSON.parse(Buffer.from(Payload as Uint8Array).toString('utf8'));
}

const role = {
  Type: 'AWS::IAM::Role',
  Properties: { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } },
};
const BUCKET = 'cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}';
const inAssets = (key: string) => ({ S3Bucket: { 'Fn::Sub': BUCKET }, S3Key: key });
const bootstrapRule = {
  Parameters: {
    BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk-bootstrap/hnb659fds/version' },
  },
  Rules: {
    CheckBootstrapVersion: {
      Assertions: [
        {
          Assert: { 'Fn::Not': [{ 'Fn::Contains': [['1', '2', '3', '4', '5'], { Ref: 'BootstrapVersion' }] }] },
          AssertDescription: "CDK bootstrap stack version 6 required. Please run 'cdk bootstrap'",
        },
      ],
    },
  },
};

/** The shape of what CDK 2 leaves in cdk.out for two stacks, of which the second needs the first. */
function assembly(): Readonly<Record<string, string | object>> {
  const asset = (path: string, packaging: string, objectKey: string) => ({
    source: { path, packaging },
    destinations: { 'current_account-current_region': { bucketName: BUCKET, objectKey } },
  });
  const stack = (id: string, dependencies: readonly string[]) => ({
    type: 'aws:cloudformation:stack',
    environment: 'aws://unknown-account/unknown-region',
    properties: { templateFile: `${id}.template.json`, tags: { team: 'blue' } },
    dependencies,
    displayName: id,
  });
  return {
    'cdk.json': { app: 'node app.js' },
    'cdk.out/cdk.out': { version: '48.0.0' },
    'cdk.out/manifest.json': {
      version: '48.0.0',
      artifacts: {
        user: stack('user', ['base', 'user.assets']),
        'user.assets': { type: 'cdk:asset-manifest', properties: { file: 'user.assets.json' } },
        base: stack('base', []),
        Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
      },
    },
    'cdk.out/user.assets.json': {
      files: {
        code: asset('asset.code', 'zip', 'code.zip'),
        definition: asset('asset.definition.json', 'file', 'definition.json'),
        nested: asset('inner.nested.template.json', 'file', 'nested.json'),
        own: asset('user.template.json', 'file', 'own.json'),
      },
      dockerImages: {},
    },
    'cdk.out/asset.code/index.js': 'exports.handler = async ({ n }) => ({ n: n + 1, queue: process.env.QUEUE });',
    'cdk.out/asset.definition.json': {
      StartAt: 'Say',
      States: { Say: { Type: 'Pass', Result: '${Word}', End: true } },
    },
    'cdk.out/inner.nested.template.json': {
      Parameters: { Name: { Type: 'String' } },
      Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'Name' } } } },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Queue', 'Arn'] } } },
    },
    'cdk.out/base.template.json': {
      ...bootstrapRule,
      Resources: {
        Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'cdk-base' } },
        Meta: { Type: 'AWS::CDK::Metadata', Properties: { Analytics: 'v2:deflate64:x' } },
      },
      Outputs: { Q: { Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] }, Export: { Name: 'base:Q' } } },
    },
    'cdk.out/user.template.json': {
      ...bootstrapRule,
      Resources: {
        Role: role,
        Code: {
          Type: 'AWS::Lambda::Function',
          Properties: {
            FunctionName: 'cdk-code',
            Runtime: 'nodejs20.x',
            Handler: 'index.handler',
            Code: inAssets('code.zip'),
            Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
            Environment: { Variables: { QUEUE: { 'Fn::ImportValue': 'base:Q' } } },
          },
          Metadata: { 'aws:asset:path': 'asset.code', 'aws:asset:property': 'Code' },
        },
        Machine: {
          Type: 'AWS::StepFunctions::StateMachine',
          Properties: {
            StateMachineName: 'cdk-machine',
            RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
            DefinitionS3Location: { Bucket: { 'Fn::Sub': BUCKET }, Key: 'definition.json' },
            DefinitionSubstitutions: { Word: { 'Fn::GetAtt': ['Inner', 'Outputs.Arn'] } },
          },
        },
        Inner: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: {
            TemplateURL: {
              'Fn::Join': [
                '',
                [
                  'https://s3.',
                  { Ref: 'AWS::Region' },
                  '.',
                  { Ref: 'AWS::URLSuffix' },
                  '/',
                  { 'Fn::Sub': BUCKET },
                  '/nested.json',
                ],
              ],
            },
            Parameters: { Name: 'cdk-nested' },
          },
          UpdateReplacePolicy: 'Delete',
          DeletionPolicy: 'Delete',
        },
      },
      Outputs: { Joined: { Value: { 'Fn::Join': ['', ['is ', { 'Fn::ImportValue': 'base:Q' }]] } } },
    },
  };
}

test('a cloud assembly: stacks in the order of their needs, with assets, nested stacks and exports', async () => {
  const folder = project('cdk', assembly());
  const { stacks } = await deploy(folder);
  expect(stacks.map(({ stackName, status }) => [stackName, status])).toEqual([
    ['base', 'CREATE_COMPLETE'],
    ['user', 'CREATE_COMPLETE'],
  ]);
  expect(stacks[1]?.outputs['Joined']?.value).toBe('is cdk-base');
  expect(await invoke('cdk-code', { n: 1 })).toEqual({ n: 2, queue: 'cdk-base' });
  const stateMachineArn = 'arn:aws:states:us-east-1:000000000000:stateMachine:cdk-machine';
  const { definition } = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  expect(definition).toContain('arn:aws:sqs:us-east-1:000000000000:cdk-nested');
  const cloudFormation = new CloudFormationClient(server.clientConfiguration);
  const described = await cloudFormation.send(new DescribeStacksCommand({ StackName: 'user' }));
  expect(described.Stacks?.[0]?.Tags).toEqual([{ Key: 'team', Value: 'blue' }]);

  const again = await deploy(join(folder, 'cdk.out'), { stackName: 'user' });
  expect(again.stacks.map(({ stackName, status }) => [stackName, status])).toEqual([['user', 'UPDATE_COMPLETE']]);
  const alone = await deploy(join(folder, 'cdk.out/base.template.json'));
  expect(alone.stacks.map(({ stackName }) => stackName)).toEqual(['base']);
});

test('a CDK application that cannot be deployed says why', async () => {
  const fresh = project('unsynthesised', { 'cdk.json': { app: 'node app.js' } });
  await expect(deploy(fresh)).rejects.toThrow('Run "npx cdk synth" in it first');
  const { 'cdk.out/manifest.json': manifest, ...rest } = assembly();
  const lacking = project('lacking', {
    ...rest,
    'cdk.out/manifest.json': { ...(manifest as object), missing: [{ key: 'vpc-provider:x' }] },
  });
  await expect(deploy(lacking)).rejects.toThrow('lacks context that CDK looks up in an account: vpc-provider:x');
  const images = project('images', {
    ...assembly(),
    'cdk.out/user.assets.json': { files: {}, dockerImages: { a: {} } },
  });
  await expect(deploy(images)).rejects.toThrow('assets that are Docker images are not supported');
  await expect(deploy(project('cdk', {}), { stackName: 'nope' })).rejects.toThrow(
    'has no stack nope; it has base, user',
  );
  await expect(deploy(project('cdk', {}), { parameters: { Nope: '1' } })).rejects.toThrow('has the parameters Nope');
});

const SAM = 'Transform: AWS::Serverless-2016-10-31\n';

test('a nested application, a piece that is included, and the name and parameters of samconfig.toml', async () => {
  const folder = project('nested', {
    'template.yaml': `${SAM}
Parameters: { Stage: { Type: String }, Note: { Type: String, Default: none }, Words: { Type: String, Default: none } }
Resources:
  Child: { Type: AWS::Serverless::Application, Properties: { Location: child/template.yaml, Parameters: { Name: !Sub '\${Stage}-child' } } }
  Api:
    Type: AWS::Serverless::Api
    Properties: { StageName: v1, DefinitionBody: { 'Fn::Transform': { Name: AWS::Include, Parameters: { Location: api.yaml } } } }
Outputs:
  Child: { Value: !GetAtt Child.Outputs.QueueName }
  Note: { Value: !Sub '\${Note}/\${Words}' }`,
    'child/template.yaml': `${SAM}
Parameters: { Name: { Type: String } }
Resources:
  Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: !Ref Name } }
  Fn: { Type: AWS::Serverless::Function, Properties: { FunctionName: !Sub '\${Name}-fn', CodeUri: src/, Handler: app.handler, Runtime: nodejs20.x } }
Outputs: { QueueName: { Value: !GetAtt Queue.QueueName } }`,
    'child/src/app.js': 'exports.handler = async () => "from the child";',
    'api.yaml': `
openapi: 3.0.1
info: { title: included, version: '1' }
paths:
  /hello:
    get:
      responses: { '200': { description: ok } }
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: { application/json: '{"statusCode": 200}' }
        responses: { default: { statusCode: '200', responseTemplates: { application/json: '"hello"' } } }`,
    'samconfig.toml': `version = 0.1
[default.global.parameters]
stack_name = "from-config"
[default.deploy.parameters]
capabilities = "CAPABILITY_IAM"
parameter_overrides = "Stage=\\"dev\\" ParameterKey=Note,ParameterValue=\\"two words\\""
tags = "team=\\"red\\""
[prod.deploy.parameters]
stack_name = "from-prod"
parameter_overrides = [
  "Stage=prod",
  "Words=a b c",
]
`,
  });
  const { stack } = await deploy(folder);
  expect([stack.stackName, stack.outputs['Child']?.value, stack.outputs['Note']?.value]).toEqual([
    'from-config',
    'dev-child',
    'two words/none',
  ]);
  expect(await invoke('dev-child-fn', {})).toBe('from the child');
  const apiId = stack.resources['Api']?.physicalId;
  expect(await (await fetch(`${server.url}/_stepwell/apis/${apiId}/v1/hello`)).text()).toBe('"hello"');
  const prod = await deploy(folder, { configEnvironment: 'prod', parameters: { Note: 'given' } });
  expect([prod.stack.stackName, prod.stack.outputs['Note']?.value]).toEqual(['from-prod', 'given/a b c']);
  await expect(deploy(folder, { configEnvironment: 'none' })).rejects.toThrow('has no environment none');
});

test('a nested stack that fails takes its parent back with it', async () => {
  const folder = project('failing', {
    'template.yaml': `
Resources:
  Before: { Type: AWS::SQS::Queue, Properties: { QueueName: failing-before } }
  Child: { Type: AWS::CloudFormation::Stack, DependsOn: Before, Properties: { TemplateURL: child.yaml } }`,
    'child.yaml': `
Resources:
  Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: 'arn:aws:iam::000000000000:role/r', DefinitionString: '{}' } }`,
  });
  await expect(deploy(folder)).rejects.toThrow(
    /Child \(AWS::CloudFormation::Stack\): Embedded stack .* was not successfully deployed: Machine .*InvalidDefinition/,
  );
  expect(await refusal(sqs.send(new GetQueueUrlCommand({ QueueName: 'failing-before' })))).toMatch(
    /^QueueDoesNotExist/,
  );
});

test('custom resources: the module that AWS lays beside inline code, handlers that drop the port, and calls of the SDK', async () => {
  const inline = (lines: string): string =>
    lines
      .split('\n')
      .map((line) => `          ${line}`)
      .join('\n');
  const folder = project('custom', {
    'template.yaml': `
Resources:
  Role: ${JSON.stringify(role)}
  WithModule:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs20.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code:
        ZipFile: |
${inline("const response = require('cfn-response');\nexports.handler = (event, context) => response.send(event, context, response.SUCCESS, { Said: event.ResourceProperties.Word }, 'first');")}
  WithPython:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code:
        ZipFile: |
${inline("import cfnresponse\ndef handler(event, context):\n    cfnresponse.send(event, context, cfnresponse.SUCCESS, {'Said': event['ResourceProperties']['Word']}, 'second')")}
  WithHttps:
    Type: AWS::Lambda::Function
    Properties:
      Runtime: nodejs20.x
      Handler: index.handler
      Role: !GetAtt Role.Arn
      Code:
        ZipFile: |
${inline(`const https = require('https');
exports.handler = (event) => new Promise((resolve, reject) => {
  const { hostname, pathname, search } = new URL(event.ResponseURL);
  const body = JSON.stringify({ ...event, Status: 'SUCCESS', PhysicalResourceId: 'third', Data: { Said: 'over https' } });
  const options = { hostname, path: pathname + search, method: 'PUT', headers: { 'content-type': '', 'content-length': Buffer.byteLength(body) } };
  https.request(options, (answer) => { answer.resume(); answer.on('end', resolve); }).on('error', reject).end(body);
});`)}
  One: { Type: Custom::Word, Properties: { ServiceToken: !GetAtt WithModule.Arn, Word: one } }
  Two: { Type: Custom::Word, Properties: { ServiceToken: !GetAtt WithPython.Arn, Word: two } }
  Three: { Type: Custom::Word, Properties: { ServiceToken: !GetAtt WithHttps.Arn } }
  Sdk:
    Type: Custom::AWS
    Properties:
      ServiceToken: arn:aws:lambda:us-east-1:000000000000:function:none
      InstallLatestAwsSdk: true
      Create: '{"service":"SSM","action":"putParameter","parameters":{"Name":"by-sdk","Value":"made","Type":"String","Overwrite":"TRUE:BOOLEAN"},"physicalResourceId":{"id":"p"}}'
      Delete: '{"service":"@aws-sdk/client-ssm","action":"DeleteParameterCommand","parameters":{"Name":"by-sdk"}}'
  Read:
    Type: Custom::AWS
    DependsOn: Sdk
    Properties:
      ServiceToken: arn:aws:lambda:us-east-1:000000000000:function:none
      InstallLatestAwsSdk: false
      Create: '{"service":"SSM","action":"getParameter","parameters":{"Name":"by-sdk"},"physicalResourceId":{"responsePath":"Parameter.ARN"},"outputPaths":["Parameter.Value"]}'
Outputs:
  All: { Value: !Sub '\${One.Said}, \${Two.Said}, \${Three.Said}, \${Read.Parameter.Value}, \${Read}' }`,
  });
  const { stack } = await deploy(folder);
  expect(stack.outputs['All']?.value).toBe(
    'one, two, over https, made, arn:aws:ssm:us-east-1:000000000000:parameter/by-sdk',
  );
  for await (const line of new Client(server.url).deleteStack('custom')) expect(line.type).not.toBe('failed');
  const ssm = new SSMClient(server.clientConfiguration);
  expect(await refusal(ssm.send(new GetParameterCommand({ Name: 'by-sdk' })))).toMatch(/^ParameterNotFound/);
});

test.skipIf(!isUsable(awsCli))('the AWS CLI packages, deploys, updates and deletes', async () => {
  const folder = project('cli', {
    'template.yaml': `${SAM}
Parameters: { Word: { Type: String, Default: hello } }
Resources:
  Fn:
    Type: AWS::Serverless::Function
    Properties: { FunctionName: by-cli, CodeUri: src/, Handler: app.handler, Runtime: nodejs20.x, Environment: { Variables: { WORD: !Ref Word } } }
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties: { Name: by-cli, DefinitionUri: machine.asl.json, DefinitionSubstitutions: { Fn: !GetAtt Fn.Arn } }
Outputs: { Machine: { Value: !Ref Machine } }`,
    'src/app.js': 'exports.handler = async () => process.env.WORD;',
    'machine.asl.json': { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: '${Fn}', End: true } } },
  });
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: 'us-east-1',
  };
  const aws = async (...args: string[]) => (await promisify(execFile)('aws', args, { cwd: folder, env })).stdout.trim();
  await aws('s3', 'mb', 's3://packages');
  await aws(
    'cloudformation',
    'package',
    '--template-file',
    'template.yaml',
    '--s3-bucket',
    'packages',
    '--output-template-file',
    'packaged.yaml',
  );
  const deployed = [
    'cloudformation',
    'deploy',
    '--template-file',
    'packaged.yaml',
    '--stack-name',
    'by-cli',
    '--capabilities',
    'CAPABILITY_IAM',
  ];
  expect(await aws(...deployed)).toContain('Successfully created/updated stack - by-cli');
  expect(await invoke('by-cli', {})).toBe('hello');
  expect(await aws(...deployed, '--no-fail-on-empty-changeset')).toContain('No changes to deploy');
  await aws(...deployed, '--parameter-overrides', 'Word=ahoy');
  expect(await invoke('by-cli', {})).toBe('ahoy');
  const query = 'Stacks[0].[StackStatus, Outputs[0].OutputValue, Parameters[0].ParameterValue]';
  expect(
    await aws('cloudformation', 'describe-stacks', '--stack-name', 'by-cli', '--query', query, '--output', 'text'),
  ).toBe('UPDATE_COMPLETE\tarn:aws:states:us-east-1:000000000000:stateMachine:by-cli\tahoy');
  await aws('cloudformation', 'delete-stack', '--stack-name', 'by-cli');
  await aws('cloudformation', 'wait', 'stack-delete-complete', '--stack-name', 'by-cli');
  expect(await refusal(invoke('by-cli', {}))).toMatch(/^ResourceNotFoundException/);
});
