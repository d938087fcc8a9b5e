/** Things that definitions out there have, each of which must be let in: integrations, paths, functions, expressions, fields. */
import { expect, test } from 'vitest';
import { argumentProblems } from '../connectors/argument-check.ts';
import type { Json, JsonObject } from './json.ts';
import { parseStateMachine } from './parse-state-machine.ts';

function problems(state: JsonObject, machine: JsonObject = {}): readonly string[] {
  const end = { Type: 'Pass', End: true };
  const text = JSON.stringify({ StartAt: 'A', States: { A: state, ...(state['Next'] ? { B: end } : {}) }, ...machine });
  const parsed = parseStateMachine(text, { supportsDistributedMaps: true, argumentProblems });
  return parsed.diagnostics.map(({ message, location }) => `${message} at ${location}`);
}

const pass = (fields: JsonObject): JsonObject => ({ Type: 'Pass', ...fields, End: true });
const inner = { StartAt: 'I', States: { I: { Type: 'Pass', End: true } } };

const resources: Readonly<Record<string, string>> = {
  '': 'dynamodb:getItem dynamodb:putItem dynamodb:updateItem dynamodb:deleteItem http:invoke eks:call bedrockagentcore:invokeHarness athena:getQueryResults elasticmapreduce:cancelStep sagemaker:createModel codebuild:stopBuild',
  '.sync':
    'batch:submitJob ecs:runTask glue:startJobRun sagemaker:createTrainingJob sagemaker:createProcessingJob sagemaker:createTransformJob sagemaker:createHyperParameterTuningJob elasticmapreduce:createCluster elasticmapreduce:addStep elasticmapreduce:terminateCluster emr-containers:startJobRun emr-serverless:startJobRun codebuild:startBuild codebuild:startBuildBatch athena:startQueryExecution eks:runJob eks:createCluster databrew:startJobRun mediaconvert:createJob bedrock:createModelCustomizationJob states:startExecution',
  '.sync:2': 'states:startExecution',
  '.waitForTaskToken':
    'lambda:invoke ecs:runTask sns:publish sqs:sendMessage events:putEvents states:startExecution apigateway:invoke bedrock:invokeModel aws-sdk:ecs:runTask aws-sdk:lambda:invoke',
};
const sdk =
  's3:getObject s3:putObject s3:listObjectsV2 dynamodb:query dynamodb:scan bedrockruntime:invokeModel rekognition:detectLabels textract:startDocumentAnalysis ec2:describeInstances rds:describeDBInstances cognitoidentityprovider:adminGetUser redshiftdata:executeStatement scheduler:createSchedule eventbridge:putEvents cloudwatchlogs:createLogStream organizations:createAccount sfn:startExecution glue:startCrawler config:listAggregateDiscoveredResources';
const patterns = Object.entries(resources).flatMap(([suffix, names]) => names.split(' ').map((name) => name + suffix));

test.each([...patterns, ...sdk.split(' ').map((name) => `aws-sdk:${name}`)])('integration %s', (resource) => {
  for (const partition of ['aws', 'aws-cn', 'aws-us-gov']) {
    expect(problems({ Type: 'Task', Resource: `arn:${partition}:states:::${resource}`, End: true })).toEqual([]);
  }
});

test.each(['function:f', 'function:f:prod', 'function:f:$LATEST', 'function:f:7'])('function %s', (name) => {
  const Resource = `arn:aws:lambda:us-east-1:123456789012:${name}`;
  expect(problems({ Type: 'Task', Resource, End: true })).toEqual([]);
});

test.each([
  ...[
    '$',
    '$$',
    '$.a[*].b',
    '$[*]',
    '$[0]',
    "$['a b']",
    "$.a['b'].c",
    '$..a',
    '$.a[-1:]',
    '$.a[0:2]',
    '$.a[0,1]',
    '$.*',
  ],
  ...['$.[?(@.OU > 0)]', "$.[*].['bucket', 'key']", '$.[0]', "$.a[?(@.b=='x' && @.c > 1)].d", "$.a[?(@.b=='x')][0]"],
  ...[
    '$.detail-type',
    '$.a:b',
    '$.a/b',
    '$.@timestamp',
    '$.Größe',
    '$.1a',
    "$.Tags[?(@.Key == 'env')].Value",
    '$.a.length()',
  ],
  ...[
    '$$.Execution.Input.a',
    '$$.Map.Item.Value.Key',
    '$$.Map.Item.Index',
    '$$.State.EnteredTime',
    '$variable',
    '$variable.a[0]',
  ],
  ...[
    '$.a[?(@.b =~ /x.*/i)]',
    "$.a[?(@.b in ['x'])]",
    '$.a[?(!(@.b))]',
    '$.a[?(@.workerId == $.agent_id)].approach',
    '$.a..b',
  ],
  ...[
    '$$.Execution.Name ',
    '$.a.b.',
    '$.a[0]b',
    '$..a[?(@.b==Failure)]',
    '$.a[?(@.Score > .85)]',
    '$.a[(@.length-1)].b',
    "States.Format('{}\\n{}', $.a, $.b)",
  ],
  ...[
    "States.Format('{}/{}',$.a, $$.Execution.Id)",
    "States.Format('It\\'s {}', $.x)",
    "States.Format('\\{\\} {}', $.x)",
    'States.UUID()',
  ],
  ...["States.ArrayGetItem(States.StringSplit($.a, '/'), 0)", 'States.Array($.a, 1, null)', 'States.MathAdd($.x, -1)'],
  ...[
    'States.StringToJson(\'{"a": 1}\')',
    'States.JsonMerge($.a, $.b, false)',
    'States.ArrayLength($.a[*])',
    'States.Array()',
  ],
])('path or function %s', (text) => {
  expect(problems(pass({ Parameters: { 'x.$': text, list: [{ 'y.$': text }] } }))).toEqual([]);
});

test.each([
  ...[
    '$states.input',
    '$states.input.items[price > 5].name',
    "$states.input.a.{'x': y}",
    '$map($states.input.a, function($v){ $v.x })',
  ],
  ...[
    "$exists($states.input.x) ? 'a' : 'b'",
    '($x := 1; $x + 1)',
    '$states.input.a^(>b)',
    '$states.input.a ~> $sum()',
    '$states.input.**.x',
  ],
  ...[
    "$states.context.Execution.Name & '-x'",
    '$parse($states.input.body).id',
    '$states.input.a{b: $sum(c)}',
    '$states.input ~> |$|{}|',
  ],
  ...[
    '/* why */ $states.input',
    "$now('[Y0001]')",
    '$states.input.`a b`',
    '$count($states.input.a) > 0 and $states.input.b != null',
  ],
])('JSONata %s', (text) => {
  expect(
    problems(pass({ Output: `{% ${text} %}`, Assign: { v: `{%${text}%}` } }), { QueryLanguage: 'JSONata' }),
  ).toEqual([]);
});

const distributed = { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' }, ...inner };
const s3 = (resource: string, fields: Json): JsonObject => ({
  Resource: `arn:aws:states:::s3:${resource}`,
  Parameters: { Bucket: 'b', 'Key.$': '$.k' },
  ...(fields as JsonObject),
});

test.each<[what: string, state: JsonObject]>([
  [
    'the old form of a Map',
    {
      Type: 'Map',
      Iterator: inner,
      Parameters: { 'v.$': '$$.Map.Item.Value' },
      ItemsPath: '$$.Execution.Input.a',
      MaxConcurrency: 0,
      End: true,
    },
  ],
  [
    'a listing without a ReaderConfig',
    { Type: 'Map', ItemProcessor: distributed, ItemReader: s3('listObjectsV2', {}), Label: 'Text-File', End: true },
  ],
  [
    'CSV, batches, tolerance, results',
    {
      Type: 'Map',
      ItemProcessor: distributed,
      ItemReader: s3('getObject', { ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' } }),
      ItemBatcher: { MaxItemsPerBatch: 5 },
      ToleratedFailurePercentage: 5,
      ResultWriter: s3('putObject', {}),
      MaxConcurrency: 10_000,
      End: true,
    },
  ],
  [
    'comments everywhere',
    {
      Type: 'Parallel',
      Comment: 'c',
      Branches: [{ Comment: 'c', ...inner }],
      Retry: [{ ErrorEquals: ['States.ALL'], Comment: 'c' }],
      Catch: [{ ErrorEquals: ['Custom'], Next: 'B', Comment: 'c' }],
      Next: 'B',
    },
  ],
  [
    'names of errors that look like AWS’s',
    {
      Type: 'Parallel',
      Branches: [inner],
      Catch: [{ ErrorEquals: ['States.QuorumMet'], ResultPath: null, Next: 'B' }],
      Next: 'B',
    },
  ],
  [
    'a role to assume',
    {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'f' },
      Credentials: { 'RoleArn.$': '$.role' },
      End: true,
    },
  ],
  [
    'items of DynamoDB in short',
    {
      Type: 'Task',
      Resource: 'arn:aws:states:::dynamodb:putItem',
      Parameters: { TableName: 't', Item: { 'id.$': '$$.Execution.Id', done: { L: ['x'] }, ok: { BOOL: 'false' } } },
      End: true,
    },
  ],
  [
    'no retries at all',
    {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Retry: [{ ErrorEquals: ['X'], MaxAttempts: 0 }],
      Catch: [],
      End: true,
    },
  ],
  ['a function as InputPath', { ...pass({ InputPath: "States.StringToJson('0')", ResultPath: '$.a' }) }],
  ['End that says nothing', { Type: 'Pass', End: false, Next: 'B' }],
])('%s', (_what, state) => {
  expect(problems(state)).toEqual([]);
});
