import { expect, test } from 'vitest';
import type { AwsCaller, AwsRequest, CallResult } from '../connectors/aws-caller.ts';
import type { RecordCollection } from '../store/records.ts';
import { deleteStack, deployStack } from './deploy-stack.ts';
import type { Stack, StackEvent, StackTools } from './stack.ts';

/** Remembers buckets, roles and machines, and every call in order. */
class FakeAws implements AwsCaller {
  readonly calls: AwsRequest[] = [];
  failOn?: string;

  supports(service: string): boolean {
    return service !== 'dynamodb';
  }

  async call(request: AwsRequest): Promise<CallResult> {
    this.calls.push(request);
    if (this.failOn === request.operation)
      return { ok: false, code: 'Boom', message: 'no', status: 400, requestId: 'r', fault: 'client' };
    return { ok: true, output: answer(request), requestId: 'r', status: 200 };
  }

  operations(): string[] {
    return this.calls.map((call) => call.operation).filter((name) => !/^(Get|Describe|List)/.test(name));
  }
}

function answer({ operation, params }: AwsRequest): Record<string, unknown> {
  switch (operation) {
    case 'GetRole':
      return { Role: { Arn: `arn:aws:iam::000000000000:role/${params['RoleName']}`, RoleId: 'AROA' } };
    case 'GetFunctionConfiguration':
      return { FunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${params['FunctionName']}` };
    case 'CreateStateMachine':
      return { stateMachineArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${params['name']}` };
    case 'DescribeStateMachine':
      return { type: 'STANDARD' };
    default:
      return {};
  }
}

function fakeStacks(): RecordCollection<Stack> {
  const map = new Map<string, string>();
  const get = (key: string): Stack | undefined => (map.has(key) ? (JSON.parse(map.get(key)!) as Stack) : undefined);
  return {
    get,
    has: (key) => map.has(key),
    put: async (key, value) => void map.set(key, JSON.stringify(value)),
    delete: async (key) => map.delete(key),
    list: () => [...map.keys()].sort().map((key) => ({ key, value: get(key)! })),
    count: () => map.size,
  };
}

const SAM = `
Transform: AWS::Serverless-2016-10-31
Parameters: { Greeting: { Type: String, Default: hello } }
Globals: { Function: { Runtime: nodejs20.x, Environment: { Variables: { SHARED: 1 } } } }
Resources:
  Data: { Type: AWS::S3::Bucket }
  Fn:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: s3://artifacts/code.zip
      Handler: app.handler
      Environment: { Variables: { BUCKET: !Ref Data } }
      Policies: [{ S3ReadPolicy: { BucketName: !Ref Data } }]
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: machine
      Definition: { StartAt: A, States: { A: { Type: Task, Resource: '\${Arn}', Comment: '\${Greeting}', End: true } } }
      DefinitionSubstitutions: { Arn: !GetAtt Fn.Arn, Greeting: !Ref Greeting }
Outputs:
  Machine: { Value: !Ref Machine, Description: the machine }
`;

function setup() {
  const aws = new FakeAws();
  const tools: StackTools = { caller: aws, stacks: fakeStacks(), now: () => 0, newId: () => 'id' };
  const events: StackEvent[] = [];
  const deploy = (template: string, parameters: Record<string, string> = {}) => {
    events.length = 0;
    aws.calls.length = 0;
    return deployStack(
      {
        stackName: 'demo',
        template,
        parameters,
        region: 'us-east-1',
        account: '000000000000',
        onEvent: (event) => events.push(event),
      },
      tools,
    );
  };
  return { aws, tools, events, deploy };
}

test('a SAM template becomes calls in the order of its dependencies', async () => {
  const { aws, deploy } = setup();
  const stack = await deploy(SAM);
  expect(stack.status).toBe('CREATE_COMPLETE');
  expect(aws.operations()).toEqual([
    'CreateBucket',
    'CreateRole',
    'AttachRolePolicy',
    'PutRolePolicy',
    'CreateFunction',
    'CreateRole',
    'CreateStateMachine',
  ]);
  const fn = aws.calls.find((call) => call.operation === 'CreateFunction')!.params;
  const bucket = stack.resources['Data']!.physicalId;
  expect(fn).toMatchObject({
    Handler: 'app.handler',
    Runtime: 'nodejs20.x',
    Environment: { Variables: { SHARED: '1', BUCKET: bucket } },
  });
  expect(fn['Code']).toEqual({ S3Bucket: 'artifacts', S3Key: 'code.zip' });
  const machine = aws.calls.find((call) => call.operation === 'CreateStateMachine')!.params;
  const definition = JSON.parse(machine['definition'] as string) as {
    States: { A: { Resource: string; Comment: string } };
  };
  expect(definition.States.A).toMatchObject({ Resource: stack.resources['Fn']!.attributes['Arn'], Comment: 'hello' });
  expect(stack.outputs).toEqual({
    Machine: { value: 'arn:aws:states:us-east-1:000000000000:stateMachine:machine', description: 'the machine' },
  });
});

test('deploying the same again touches nothing', async () => {
  const { aws, events, deploy } = setup();
  await deploy(SAM);
  const again = await deploy(SAM);
  expect(again.status).toBe('UPDATE_COMPLETE');
  expect(aws.calls).toEqual([]);
  expect(new Set(events.map((event) => event.status))).toEqual(new Set(['UNCHANGED']));
});

test('a parameter that was given keeps its value; one that was not follows the default', async () => {
  const { deploy } = setup();
  const template = (greeting: string) => `
Parameters: { Greeting: { Type: String, Default: ${greeting} }, Name: { Type: String, Default: ${greeting} } }
Resources: { Data: { Type: AWS::S3::Bucket } }
Outputs: { Both: { Value: !Sub '\${Greeting} \${Name}' } }`;
  const said = async (greeting: string, given: Record<string, string> = {}) =>
    (await deploy(template(greeting), given)).outputs['Both']!.value;
  expect(await said('hello')).toBe('hello hello');
  expect(await said('hello', { Name: 'Ada' })).toBe('hello Ada');
  expect(await said('ahoy')).toBe('ahoy Ada');
});

test('a changed parameter updates in place only what it reaches', async () => {
  const { aws, deploy } = setup();
  await deploy(SAM);
  await deploy(SAM, { Greeting: 'bye' });
  expect(aws.operations()).toEqual(['UpdateStateMachine']);
});

test('another physical name replaces the resource and then deletes the old one', async () => {
  const { aws, deploy } = setup();
  await deploy(SAM);
  await deploy(SAM.replace('Name: machine', 'Name: other'));
  expect(aws.operations()).toEqual(['CreateStateMachine', 'DeleteStateMachine']);
});

test('what left the template is deleted, unless it is retained', async () => {
  const { aws, deploy } = setup();
  await deploy(
    'Resources: {A: {Type: AWS::S3::Bucket}, B: {Type: AWS::S3::Bucket}, C: {Type: AWS::S3::Bucket, DeletionPolicy: Retain}}',
  );
  const stack = await deploy('Resources: {A: {Type: AWS::S3::Bucket}}');
  expect(aws.operations()).toEqual(['DeleteBucket']);
  expect(Object.keys(stack.resources)).toEqual(['A']);
});

test('a deployment that failed goes on where it was', async () => {
  const { aws, tools, events, deploy } = setup();
  aws.failOn = 'CreateFunction';
  await expect(deploy(SAM)).rejects.toThrow('Fn (AWS::Lambda::Function): Boom: no');
  expect(tools.stacks.get('demo')!.status).toBe('CREATE_FAILED');
  expect(events.at(-1)).toMatchObject({ logicalId: 'Fn', status: 'FAILED' });
  aws.failOn = undefined;
  await deploy(SAM);
  expect(aws.operations()).toEqual(['CreateFunction', 'CreateRole', 'CreateStateMachine']);
});

test('deleting a stack deletes its resources, last made first', async () => {
  const { aws, tools, deploy } = setup();
  await deploy(SAM);
  aws.calls.length = 0;
  expect(await deleteStack('demo', { region: 'us-east-1', account: '000000000000', onEvent() {} }, tools)).toBe(true);
  expect(aws.operations()).toEqual([
    'DeleteStateMachine',
    'DeleteRole',
    'DeleteFunction',
    'DeleteRole',
    'DeleteBucket',
  ]);
  expect(tools.stacks.has('demo')).toBe(false);
});

test.each<[name: string, template: string, message: string]>([
  [
    'a type that nobody makes',
    'Resources: {A: {Type: AWS::EC2::Instance}}',
    '[/Resources/A] the resource type AWS::EC2::Instance is not supported',
  ],
  ['a service that is not there', 'Resources: {A: {Type: AWS::DynamoDB::Table}}', 'needs dynamodb:CreateTable'],
  [
    'a property that is not carried',
    'Resources: {A: {Type: AWS::S3::Bucket, Properties: {Colour: red}}}',
    '[/Resources/A/Properties/Colour] is not supported',
  ],
  [
    'a parameter without a value',
    'Parameters: {P: {Type: String}}\nResources: {A: {Type: AWS::S3::Bucket}}',
    'Parameters: [P] must have values',
  ],
  [
    'a serverless type without the transform',
    'Resources: {A: {Type: AWS::Serverless::Function}}',
    'needs "Transform: AWS::Serverless-2016-10-31"',
  ],
  [
    'an event that nobody carries',
    'Transform: AWS::Serverless-2016-10-31\nResources: {A: {Type: AWS::Serverless::Function, Properties: {InlineCode: x, Events: {E: {Type: Kinesis}}}}}',
    'events of the type Kinesis are not supported',
  ],
  [
    'an unknown policy template',
    'Transform: AWS::Serverless-2016-10-31\nResources: {A: {Type: AWS::Serverless::Function, Properties: {InlineCode: x, Policies: [{MagicPolicy: {}}]}}}',
    'the policy template MagicPolicy is not supported',
  ],
])('%s is refused before anything is touched', async (_name, template, message) => {
  const { aws, deploy } = setup();
  await expect(deploy(template)).rejects.toThrow(message);
  expect(aws.calls).toEqual([]);
});
