/** The CloudFormation API over the wire: stacks, change sets, roll back, exports, with the official client. */
import {
  CloudFormationClient,
  CreateChangeSetCommand,
  CreateStackCommand,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeStackEventsCommand,
  DescribeStackResourceCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  ExecuteChangeSetCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListChangeSetsCommand,
  ListExportsCommand,
  ListImportsCommand,
  ListStackResourcesCommand,
  ListStacksCommand,
  UpdateStackCommand,
  UpdateTerminationProtectionCommand,
  ValidateTemplateCommand,
  waitUntilStackCreateComplete,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DescribeStateMachineCommand, SFNClient } from '@aws-sdk/client-sfn';
import { GetQueueAttributesCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RestartableServer, refusal, startServer } from './restartable-server.ts';

let server: RestartableServer;
let cloudFormation: CloudFormationClient;
let sqs: SQSClient;

beforeAll(async () => {
  server = await startServer();
  cloudFormation = new CloudFormationClient(server.clientConfiguration);
  sqs = new SQSClient(server.clientConfiguration);
});
afterAll(() => server?.stop());

const waiting = () => ({ client: cloudFormation, maxWaitTime: 120, minDelay: 0.05, maxDelay: 0.1 });
const describeStack = async (StackName: string) =>
  (await cloudFormation.send(new DescribeStacksCommand({ StackName }))).Stacks?.[0];
const eventsOf = async (StackName: string) =>
  ((await cloudFormation.send(new DescribeStackEventsCommand({ StackName }))).StackEvents ?? [])
    .map((event) => `${event.LogicalResourceId} ${event.ResourceStatus}`)
    .reverse();
const visibility = async (name: string) => {
  const { QueueUrls: [QueueUrl] = [] } = await sqs.send(new ListQueuesCommand({ QueueNamePrefix: name }));
  if (QueueUrl === undefined) return undefined;
  const all = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] }));
  return all.Attributes?.['VisibilityTimeout'];
};

const queue = (seconds: number, more = ''): string => `
Description: One queue
Parameters:
  Seconds: { Type: Number, Default: ${seconds}, Description: how long }
  Secret: { Type: String, Default: hidden, NoEcho: true }
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: { QueueName: !Sub '\${AWS::StackName}-queue', VisibilityTimeout: !Ref Seconds }
${more}
Outputs:
  Url: { Value: !Ref Queue, Description: where it is }
`;

test('a stack is created, shown, updated and deleted', async () => {
  const StackName = 'one';
  const { StackId } = await cloudFormation.send(
    new CreateStackCommand({ StackName, TemplateBody: queue(30), Tags: [{ Key: 'team', Value: 'blue' }] }),
  );
  expect(StackId).toMatch(/^arn:aws:cloudformation:us-east-1:000000000000:stack\/one\//);
  await waitUntilStackCreateComplete(waiting(), { StackName });
  const made = await describeStack(StackName);
  expect(made).toMatchObject({
    StackId,
    StackStatus: 'CREATE_COMPLETE',
    Description: 'One queue',
    Outputs: [{ OutputKey: 'Url', OutputValue: expect.stringContaining('/one-queue'), Description: 'where it is' }],
    Tags: [{ Key: 'team', Value: 'blue' }],
    Parameters: [
      { ParameterKey: 'Seconds', ParameterValue: '30' },
      { ParameterKey: 'Secret', ParameterValue: '****' },
    ],
  });
  expect(await eventsOf(StackName)).toEqual([
    'one CREATE_IN_PROGRESS',
    'Queue CREATE_IN_PROGRESS',
    'Queue CREATE_COMPLETE',
    'one CREATE_COMPLETE',
  ]);
  const resources = await cloudFormation.send(new ListStackResourcesCommand({ StackName }));
  expect(resources.StackResourceSummaries).toMatchObject([
    { LogicalResourceId: 'Queue', ResourceType: 'AWS::SQS::Queue', ResourceStatus: 'CREATE_COMPLETE' },
  ]);
  const detail = await cloudFormation.send(new DescribeStackResourceCommand({ StackName, LogicalResourceId: 'Queue' }));
  const { PhysicalResourceId } = detail.StackResourceDetail ?? {};
  const all = await cloudFormation.send(new DescribeStackResourcesCommand({ PhysicalResourceId }));
  expect(all.StackResources?.[0]).toMatchObject({ StackName, LogicalResourceId: 'Queue' });
  expect((await cloudFormation.send(new GetTemplateCommand({ StackName }))).TemplateBody).toBe(queue(30));

  const update = (value: string) =>
    cloudFormation.send(
      new UpdateStackCommand({
        StackName,
        UsePreviousTemplate: true,
        Parameters: [
          { ParameterKey: 'Seconds', ParameterValue: value },
          { ParameterKey: 'Secret', UsePreviousValue: true },
        ],
      }),
    );
  await update('45');
  await waitUntilStackUpdateComplete(waiting(), { StackName });
  expect(await visibility('one-queue')).toBe('45');
  expect(await refusal(update('45'))).toBe('ValidationError: No updates are to be performed.');

  await cloudFormation.send(new DeleteStackCommand({ StackName }));
  await waitUntilStackDeleteComplete(waiting(), { StackName });
  expect(await refusal(describeStack(StackName) as Promise<unknown>)).toBe(
    'ValidationError: Stack with id one does not exist',
  );
  expect(await describeStack(StackId as string)).toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
  expect((await eventsOf(StackId as string)).slice(-4)).toEqual([
    'one DELETE_IN_PROGRESS',
    'Queue DELETE_IN_PROGRESS',
    'Queue DELETE_COMPLETE',
    'one DELETE_COMPLETE',
  ]);
  const listed = await cloudFormation.send(new ListStacksCommand({ StackStatusFilter: ['DELETE_COMPLETE'] }));
  expect(listed.StackSummaries?.map((stack) => stack.StackName)).toEqual(['one']);
  expect(await visibility('one-queue')).toBeUndefined();
});

test('change sets say what would change, and do it when they are executed', async () => {
  const StackName = 'sets';
  const create = (ChangeSetName: string, TemplateBody: string, ChangeSetType: 'CREATE' | 'UPDATE') =>
    cloudFormation.send(new CreateChangeSetCommand({ StackName, ChangeSetName, TemplateBody, ChangeSetType }));
  const describeSet = (ChangeSetName: string) =>
    cloudFormation.send(new DescribeChangeSetCommand({ StackName, ChangeSetName }));
  const execute = (ChangeSetName: string) =>
    cloudFormation.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName }));
  expect(await refusal(create('early', queue(30), 'UPDATE'))).toBe('ValidationError: Stack [sets] does not exist');
  await create('first', queue(30), 'CREATE');
  expect((await describeStack(StackName))?.StackStatus).toBe('REVIEW_IN_PROGRESS');
  expect(await visibility('sets-queue')).toBeUndefined();
  expect(await describeSet('first')).toMatchObject({
    Status: 'CREATE_COMPLETE',
    ExecutionStatus: 'AVAILABLE',
    Changes: [{ Type: 'Resource', ResourceChange: { Action: 'Add', LogicalResourceId: 'Queue' } }],
  });
  await execute('first');
  await waitUntilStackCreateComplete(waiting(), { StackName });
  expect(await refusal(execute('first'))).toMatch(/^InvalidChangeSetStatus.* cannot be executed in its current status/);

  await create('same', queue(30), 'UPDATE');
  expect(await describeSet('same')).toMatchObject({
    Status: 'FAILED',
    StatusReason:
      "The submitted information didn't contain changes. Submit different information to create a change set.",
  });
  await create('more', queue(60, '  Other: { Type: AWS::SQS::Queue }'), 'UPDATE');
  // The AWS CLI names its change sets after the second: what was done, or never can be, gives its name to the next.
  await create('same', queue(31), 'UPDATE');
  expect(await refusal(create('same', queue(32), 'UPDATE'))).toMatch(
    /due to a mismatch with existing attribute Template/,
  );
  const { Changes } = await describeSet('more');
  expect(
    Changes?.map(({ ResourceChange: change }) => [change?.Action, change?.LogicalResourceId, change?.Scope]),
  ).toEqual([
    ['Modify', 'Queue', ['Properties']],
    ['Add', 'Other', []],
  ]);
  const sets = await cloudFormation.send(new ListChangeSetsCommand({ StackName }));
  expect(sets.Summaries?.map((set) => set.ChangeSetName).sort()).toEqual(['first', 'more', 'same']);
  await execute('more');
  await waitUntilStackUpdateComplete(waiting(), { StackName });
  expect(await visibility('sets-queue')).toBe('60');
  await create('more', queue(61), 'UPDATE');
  expect(await describeSet('more')).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE' });
  await cloudFormation.send(new DeleteChangeSetCommand({ StackName, ChangeSetName: 'more' }));
  expect(await refusal(describeSet('more'))).toMatch(/^ChangeSetNotFound.*: ChangeSet \[more\] does not exist$/);
});

/** A machine whose definition is refused when it is made. */
const broken =
  '  Broken: { Type: AWS::StepFunctions::StateMachine, DependsOn: Queue, Properties: { RoleArn: "arn:aws:iam::000000000000:role/r", DefinitionString: "{}" } }';

test('a stack that cannot be made is rolled back, unless that was declined', async () => {
  const StackName = 'fails';
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: queue(30, broken) }));
  await expect.poll(async () => (await describeStack(StackName))?.StackStatus).toBe('ROLLBACK_COMPLETE');
  const stack = await describeStack(StackName);
  expect(stack?.StackStatus).toBe('ROLLBACK_COMPLETE');
  expect(await eventsOf(StackName)).toEqual([
    'fails CREATE_IN_PROGRESS',
    'Queue CREATE_IN_PROGRESS',
    'Queue CREATE_COMPLETE',
    'Broken CREATE_IN_PROGRESS',
    'Broken CREATE_FAILED',
    'fails ROLLBACK_IN_PROGRESS',
    'Queue DELETE_IN_PROGRESS',
    'Queue DELETE_COMPLETE',
    'fails ROLLBACK_COMPLETE',
  ]);
  expect(await visibility('fails-queue')).toBeUndefined();
  expect(await refusal(cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: queue(30) })))).toMatch(
    /^ValidationError: Stack:arn:.* is in ROLLBACK_COMPLETE state and can not be updated\.$/,
  );
  await cloudFormation.send(
    new CreateStackCommand({ StackName: 'stays', TemplateBody: queue(30, broken), DisableRollback: true }),
  );
  await expect.poll(async () => (await describeStack('stays'))?.StackStatus).toBe('CREATE_FAILED');
  expect(await visibility('stays-queue')).toBe('30');
});

test('an update that fails goes back: changed, replaced and new resources alike', async () => {
  const StackName = 'back';
  const sfn = new SFNClient(server.clientConfiguration);
  const machine = (result: number, name: string) => `
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      StateMachineName: ${name}
      RoleArn: arn:aws:iam::000000000000:role/r
      DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Pass","Result":${result},"End":true}}}'`;
  await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody: queue(30, machine(1, 'before')) }));
  await waitUntilStackCreateComplete(waiting(), { StackName });
  const next = `${queue(90, `${machine(2, 'after')}\n  Added: { Type: AWS::SQS::Queue, Properties: { QueueName: back-added } }\n${broken.replace('DependsOn: Queue', 'DependsOn: [Added, Machine, Queue]')}`)}`;
  await cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: next }));
  await expect.poll(async () => (await describeStack(StackName))?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect([await visibility('back-queue'), await visibility('back-added')]).toEqual(['30', undefined]);
  const arn = (name: string) => `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
  const kept = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn('before') }));
  expect(kept.definition).toContain('"Result":1');
  expect(await refusal(sfn.send(new DescribeStateMachineCommand({ stateMachineArn: arn('after') })))).toMatch(
    /^StateMachineDoesNotExist/,
  );
  expect((await cloudFormation.send(new GetTemplateCommand({ StackName }))).TemplateBody).toBe(
    queue(30, machine(1, 'before')),
  );
  const after = await describeStack(StackName);
  expect(after?.Parameters?.[0]).toEqual({ ParameterKey: 'Seconds', ParameterValue: '30' });
  await cloudFormation.send(new UpdateStackCommand({ StackName, TemplateBody: queue(31, machine(1, 'before')) }));
  await waitUntilStackUpdateComplete(waiting(), { StackName });
  expect(await visibility('back-queue')).toBe('31');
});

test('what one stack exports, another imports; in use it neither changes nor goes', async () => {
  const exporting = (name: string) => `
Resources: { Queue: { Type: AWS::SQS::Queue, Properties: { QueueName: ${name} } } }
Outputs: { Name: { Value: !GetAtt Queue.QueueName, Export: { Name: shared-queue } } }`;
  const importing = `
Resources:
  Parameter: { Type: AWS::SSM::Parameter, Properties: { Type: String, Value: !Join ['', ['is ', !ImportValue shared-queue]] } }
Outputs: { Value: { Value: !GetAtt Parameter.Value } }`;
  const create = async (StackName: string, TemplateBody: string) => {
    await cloudFormation.send(new CreateStackCommand({ StackName, TemplateBody }));
    await waitUntilStackCreateComplete(waiting(), { StackName });
  };
  await create('exporter', exporting('shared'));
  await create('importer', importing);
  expect((await describeStack('importer'))?.Outputs?.[0]?.OutputValue).toBe('is shared');
  const { Exports } = await cloudFormation.send(new ListExportsCommand());
  expect(Exports).toMatchObject([{ Name: 'shared-queue', Value: 'shared' }]);
  const { Imports } = await cloudFormation.send(new ListImportsCommand({ ExportName: 'shared-queue' }));
  expect(Imports).toEqual(['importer']);
  await cloudFormation.send(new UpdateStackCommand({ StackName: 'exporter', TemplateBody: exporting('renamed') }));
  await expect.poll(async () => (await describeStack('exporter'))?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  expect((await describeStack('exporter'))?.StackStatusReason).toBe(
    'Export shared-queue cannot be updated as it is in use by importer',
  );
  await cloudFormation.send(new DeleteStackCommand({ StackName: 'exporter' }));
  await expect.poll(async () => (await describeStack('exporter'))?.StackStatus).toBe('DELETE_FAILED');
  await cloudFormation.send(new DeleteStackCommand({ StackName: 'importer' }));
  await waitUntilStackDeleteComplete(waiting(), { StackName: 'importer' });
  await cloudFormation.send(new DeleteStackCommand({ StackName: 'exporter' }));
  await waitUntilStackDeleteComplete(waiting(), { StackName: 'exporter' });
});

const role = `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties: { AssumeRolePolicyDocument: { Version: 2012-10-17, Statement: [] }NAMED }`;

test.each<[what: string, call: () => Promise<unknown>, error: string | RegExp]>([
  [
    'a role without consent',
    () => cloudFormation.send(new CreateStackCommand({ StackName: 'r', TemplateBody: role.replace('NAMED', '') })),
    'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_IAM]',
  ],
  [
    'a named role with too little consent',
    () =>
      cloudFormation.send(
        new CreateStackCommand({
          StackName: 'r',
          TemplateBody: role.replace('NAMED', ', RoleName: mine'),
          Capabilities: ['CAPABILITY_IAM'],
        }),
      ),
    'InsufficientCapabilitiesException: Requires capabilities : [CAPABILITY_NAMED_IAM]',
  ],
  ['no template', () => cloudFormation.send(new CreateStackCommand({ StackName: 'r' })), /must be specified/],
  [
    'no resources',
    () => cloudFormation.send(new ValidateTemplateCommand({ TemplateBody: '{}' })),
    /^ValidationError: .*At least one Resources member must be defined/,
  ],
  [
    'a template at a key that is not there',
    () => cloudFormation.send(new ValidateTemplateCommand({ TemplateURL: 'https://none.s3.amazonaws.com/key' })),
    /^ValidationError: S3 error: The specified bucket does not exist/,
  ],
  [
    'a type that nobody makes',
    () =>
      cloudFormation.send(
        new CreateStackCommand({ StackName: 'r', TemplateBody: 'Resources: {A: {Type: AWS::EC2::Instance}}' }),
      ),
    /^ValidationError: .*the resource type AWS::EC2::Instance is not supported/,
  ],
  [
    'a parameter that is not declared',
    () =>
      cloudFormation.send(
        new CreateStackCommand({
          StackName: 'r',
          TemplateBody: queue(1),
          Parameters: [{ ParameterKey: 'Nope', ParameterValue: 'x' }],
        }),
      ),
    'ValidationError: Parameters: [Nope] do not exist in the template',
  ],
  [
    'an assertion that does not hold',
    () =>
      cloudFormation.send(
        new CreateStackCommand({
          StackName: 'r',
          TemplateBody: `Rules: {R: {Assertions: [{Assert: !Equals [!Ref Seconds, '2'], AssertDescription: not two}]}}${queue(1)}`,
        }),
      ),
    'ValidationError: Template validation error: not two',
  ],
  [
    'no stack to update',
    () => cloudFormation.send(new UpdateStackCommand({ StackName: 'none', TemplateBody: queue(1) })),
    'ValidationError: Stack [none] does not exist',
  ],
  [
    'no stack to show',
    () => cloudFormation.send(new DescribeStackEventsCommand({ StackName: 'none' })),
    'ValidationError: Stack [none] does not exist',
  ],
])('%s is refused', async (_what, call, error) => {
  expect(await refusal(call())).toMatch(error);
});

test('templates at URLs, summaries, names that are taken and stacks that are protected', async () => {
  const s3 = new S3Client({ ...server.clientConfiguration, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: 'templates' }));
  await s3.send(new PutObjectCommand({ Bucket: 'templates', Key: 'a/queue.yaml', Body: queue(7) }));
  const urls = [
    `${server.url}/templates/a/queue.yaml`,
    'https://templates.s3.us-east-1.amazonaws.com/a/queue.yaml',
    'https://s3.us-east-1.amazonaws.com/templates/a/queue.yaml',
  ];
  for (const TemplateURL of urls) {
    expect(await cloudFormation.send(new GetTemplateSummaryCommand({ TemplateURL }))).toMatchObject({
      Description: 'One queue',
      ResourceTypes: ['AWS::SQS::Queue'],
      Parameters: [
        { ParameterKey: 'Seconds', DefaultValue: '7', ParameterType: 'Number', Description: 'how long' },
        { ParameterKey: 'Secret', NoEcho: true },
      ],
    });
  }
  const StackName = 'guarded';
  const create = () => cloudFormation.send(new CreateStackCommand({ StackName, TemplateURL: urls[0] }));
  await create();
  await waitUntilStackCreateComplete(waiting(), { StackName });
  expect(await refusal(create())).toBe('AlreadyExistsException: Stack [guarded] already exists');
  const protect = (EnableTerminationProtection: boolean) =>
    cloudFormation.send(new UpdateTerminationProtectionCommand({ StackName, EnableTerminationProtection }));
  await protect(true);
  expect(await refusal(cloudFormation.send(new DeleteStackCommand({ StackName })))).toBe(
    'ValidationError: Stack [guarded] cannot be deleted while TerminationProtection is enabled',
  );
  await protect(false);
});

test('stacks, events and change sets outlive the server, and regions do not mix', async () => {
  const elsewhere = new CloudFormationClient({ ...server.clientConfiguration, region: 'eu-west-1' });
  const StackName = 'sets';
  const before = await eventsOf(StackName);
  await cloudFormation.send(new CreateChangeSetCommand({ StackName, ChangeSetName: 'later', TemplateBody: queue(61) }));
  await server.restart();
  expect(await eventsOf(StackName)).toEqual(before);
  await cloudFormation.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName: 'later' }));
  await waitUntilStackUpdateComplete(waiting(), { StackName });
  expect(await visibility('sets-queue')).toBe('61');
  expect(await refusal(elsewhere.send(new DescribeStacksCommand({ StackName })))).toBe(
    'ValidationError: Stack with id sets does not exist',
  );
  await elsewhere.send(new CreateStackCommand({ StackName, TemplateBody: queue(5) }));
  await waitUntilStackCreateComplete({ ...waiting(), client: elsewhere }, { StackName });
  expect(await visibility('sets-queue')).toBe('61');
});
