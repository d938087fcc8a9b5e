/**
 * What AWS has, by name: the rows of COMPATIBILITY.md. Sources: https://states-language.net and
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html
 */
const words = (text) => text.trim().split(/\s+/);

const task = { Type: 'Task', Resource: 'arn:aws:lambda:us-east-1:000000000000:function:f', End: true };
const pass = { Type: 'Pass', End: true };
const graph = { StartAt: 'P', States: { P: pass } };
const stateOf = (state) => ({ StartAt: 'S', States: { S: state, Other: pass } });

/**
 * Objects of a definition: `fields` are AWS's, `with` puts an object that has a field into a definition, `at` is where validation speaks of it.
 * The base objects are right by themselves, so that what is said of a field is about the field.
 */
export const objects = [
  {
    name: 'State machine',
    fields: words('Comment QueryLanguage StartAt States TimeoutSeconds Version'),
    base: graph,
    with: (machine) => machine,
    at: '',
  },
  ...Object.entries({
    Task: [
      task,
      `Resource InputPath OutputPath Parameters Arguments ResultSelector ResultPath Output Assign Credentials TimeoutSeconds TimeoutSecondsPath
       HeartbeatSeconds HeartbeatSecondsPath Retry Catch Next End`,
    ],
    Pass: [pass, 'InputPath OutputPath Parameters Result ResultPath Output Assign Next End'],
    Choice: [{ Type: 'Choice', Choices: [] }, 'Choices Default InputPath OutputPath Output Assign'],
    Wait: [
      { Type: 'Wait', Seconds: 1, End: true },
      'Seconds SecondsPath Timestamp TimestampPath InputPath OutputPath Output Assign Next End',
    ],
    Succeed: [{ Type: 'Succeed' }, 'InputPath OutputPath Output'],
    Fail: [{ Type: 'Fail' }, 'Error ErrorPath Cause CausePath'],
    Parallel: [
      { Type: 'Parallel', Branches: [graph], End: true },
      'Branches InputPath OutputPath Parameters Arguments ResultSelector ResultPath Output Assign Retry Catch Next End',
    ],
    Map: [
      { Type: 'Map', ItemProcessor: graph, End: true },
      `ItemProcessor Iterator ItemsPath Items ItemSelector Parameters MaxConcurrency MaxConcurrencyPath ItemReader ItemBatcher ResultWriter Label
       ToleratedFailureCount ToleratedFailureCountPath ToleratedFailurePercentage ToleratedFailurePercentagePath InputPath OutputPath ResultSelector
       ResultPath Output Assign Retry Catch Next End`,
    ],
  }).map(([type, [base, fields]]) => ({
    name: type,
    isState: true,
    fields: words(`Type Comment QueryLanguage ${fields}`),
    base,
    otherBase: type === 'Map' ? distributedMap() : base,
    with: stateOf,
    at: '/States/S',
  })),
  {
    name: 'Retrier',
    fields: words('ErrorEquals IntervalSeconds MaxAttempts BackoffRate MaxDelaySeconds JitterStrategy'),
    base: { ErrorEquals: ['States.ALL'] },
    with: (retrier) => stateOf({ ...task, Retry: [retrier] }),
    at: '/States/S/Retry[0]',
  },
  {
    name: 'Catcher',
    fields: words('ErrorEquals Next ResultPath Output Assign'),
    base: { ErrorEquals: ['States.ALL'], Next: 'Other' },
    with: (catcher) => stateOf({ ...task, Catch: [catcher] }),
    at: '/States/S/Catch[0]',
  },
  ...distributed(
    'ProcessorConfig',
    'Mode ExecutionType',
    { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    (config) => ({
      ItemProcessor: { ProcessorConfig: config, ...graph },
    }),
    '/ItemProcessor/ProcessorConfig',
  ),
  ...distributed(
    'ItemReader',
    'Resource Parameters Arguments ReaderConfig',
    {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSON' },
      Parameters: { Bucket: 'b', Key: 'k' },
    },
    (ItemReader) => ({ ItemReader }),
  ),
  ...distributed(
    'ReaderConfig',
    `InputType CSVHeaderLocation CSVHeaders CSVDelimiter MaxItems MaxItemsPath ManifestType ItemsPointer Transformation`,
    {
      InputType: 'CSV',
      CSVHeaderLocation: 'FIRST_ROW',
    },
    (ReaderConfig) => ({
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig, Parameters: { Bucket: 'b', Key: 'k' } },
    }),
    '/ItemReader/ReaderConfig',
  ),
  ...distributed(
    'ItemBatcher',
    'BatchInput MaxItemsPerBatch MaxItemsPerBatchPath MaxInputBytesPerBatch MaxInputBytesPerBatchPath',
    {
      MaxItemsPerBatch: 1,
    },
    (ItemBatcher) => ({ ItemBatcher }),
  ),
  ...distributed(
    'ResultWriter',
    'Resource Parameters Arguments WriterConfig',
    {
      Resource: 'arn:aws:states:::s3:putObject',
      Parameters: { Bucket: 'b', Prefix: 'p' },
    },
    (ResultWriter) => ({ ResultWriter }),
  ),
  ...distributed(
    'WriterConfig',
    'OutputType Transformation',
    { OutputType: 'JSON', Transformation: 'NONE' },
    (WriterConfig) => ({
      ResultWriter: { WriterConfig },
    }),
    '/ResultWriter/WriterConfig',
  ),
];

/** An object of a Map in distributed mode. */
function distributed(name, fields, base, inMap, at = `/${name}`) {
  const build = (value) => stateOf({ ...distributedMap(), ...inMap(value) });
  return [{ name, fields: words(fields), base, with: build, at: `/States/S${at}` }];
}

function distributedMap() {
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  return { Type: 'Map', ItemProcessor: { ProcessorConfig, ...graph }, End: true };
}

/** Fields of Choice rules beside the operators. */
export const ruleFields = words('Variable And Or Not Condition Next Output Assign Comment');

export const choiceOperators = words(`
  BooleanEquals BooleanEqualsPath IsBoolean IsNull IsNumeric IsPresent IsString IsTimestamp
  NumericEquals NumericEqualsPath NumericGreaterThan NumericGreaterThanPath NumericGreaterThanEquals NumericGreaterThanEqualsPath
  NumericLessThan NumericLessThanPath NumericLessThanEquals NumericLessThanEqualsPath
  StringEquals StringEqualsPath StringGreaterThan StringGreaterThanPath StringGreaterThanEquals StringGreaterThanEqualsPath
  StringLessThan StringLessThanPath StringLessThanEquals StringLessThanEqualsPath StringMatches
  TimestampEquals TimestampEqualsPath TimestampGreaterThan TimestampGreaterThanPath TimestampGreaterThanEquals
  TimestampGreaterThanEqualsPath TimestampLessThan TimestampLessThanPath TimestampLessThanEquals TimestampLessThanEqualsPath`);

export const intrinsics = words(`
  States.Array States.ArrayContains States.ArrayGetItem States.ArrayLength States.ArrayPartition States.ArrayRange States.ArrayUnique
  States.Base64Decode States.Base64Encode States.Format States.Hash States.JsonMerge States.JsonToString States.MathAdd States.MathRandom
  States.StringSplit States.StringToJson States.UUID`);

/** AWS's own JSONata functions, and the one that it takes away. */
export const jsonataFunctions = words('$partition $range $hash $random $uuid $parse');

/** Names that may be used in `ErrorEquals` although nothing here raises them. */
export const errorNotes = {
  'States.BranchFailed': 'may be named; as at AWS, what a branch failed with is passed on under its own name',
  'States.ParameterPathFailure': 'may be named; as at AWS, a path that finds nothing is a States.Runtime',
  'States.Permissions': 'may be named; roles are recorded and not enforced',
};

export const errors = words(`
  States.ALL States.BranchFailed States.DataLimitExceeded States.ExceedToleratedFailureThreshold States.HeartbeatTimeout
  States.IntrinsicFailure States.ItemReaderFailed States.NoChoiceMatched States.ParameterPathFailure States.Permissions
  States.QueryEvaluationError States.ResultPathMatchFailure States.ResultWriterFailed States.Runtime States.TaskFailed States.Timeout`);

export const contextFields = words(`
  Execution.Id Execution.Input Execution.Name Execution.RoleArn Execution.StartTime Execution.RedriveCount Execution.RedriveTime
  State.EnteredTime State.Name State.RetryCount StateMachine.Id StateMachine.Name Task.Token Map.Item.Index Map.Item.Value`);
