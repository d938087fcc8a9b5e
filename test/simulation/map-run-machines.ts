/** Machines with distributed Maps whose outcome does not depend on when things happen: children of both kinds, batches, files, failures. */
import { parseStateMachine } from '../../src/asl/index.ts';
import type { StateMachine } from '../../src/asl/state-machine.ts';

const work = 'arn:aws:lambda:us-east-1:000000000000:function:work';
const flaky = { Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 1, MaxAttempts: 4, BackoffRate: 1 }] };

export const SOURCE = { bucket: 'bucket', key: 'in.csv' };
export const ROWS = 15;

/** `op` for each item, at most three times; then a rest. */
function child(type: 'STANDARD' | 'EXPRESS', op: string, input = '$', restSeconds = 1): object {
  return {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: type },
    StartAt: 'Work',
    States: {
      Work: {
        Type: 'Task',
        Resource: work,
        Parameters: { op, 'n.$': input, failFirst: 1, ...(op === 'mend' && { 'parent.$': '$.parent' }) },
        ...flaky,
        Next: 'Rest',
      },
      Rest: { Type: 'Wait', Seconds: restSeconds, End: true },
    },
  };
}

/** Tells a child's task which execution it works for. */
const ofParent = { 'n.$': '$$.Map.Item.Value', 'parent.$': '$$.Execution.Name' };

function overNumbers(most: number, fields: object): object {
  return {
    StartAt: 'List',
    States: {
      List: { Type: 'Pass', Parameters: { 'items.$': `States.ArrayRange(0, ${most}, 1)` }, Next: 'Map' },
      Map: { Type: 'Map', ItemsPath: '$.items', Label: 'L', End: true, ...fields },
    },
  };
}

const definitions: Readonly<Record<string, object>> = {
  express: overNumbers(11, { MaxConcurrency: 3, ItemProcessor: child('EXPRESS', 'double') }),
  standard: overNumbers(5, { MaxConcurrency: 4, ItemProcessor: child('STANDARD', 'double') }),
  batched: overNumbers(9, {
    ItemBatcher: { MaxItemsPerBatch: 3 },
    ItemProcessor: child('EXPRESS', 'double', 'States.ArrayLength($.Items)'),
  }),
  exported: {
    StartAt: 'Map',
    States: {
      Map: {
        Type: 'Map',
        Label: 'L',
        ItemReader: {
          Resource: 'arn:aws:states:::s3:getObject',
          ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
          Parameters: { Bucket: SOURCE.bucket, Key: SOURCE.key },
        },
        ItemSelector: { 'n.$': 'States.StringToJson($$.Map.Item.Value.n)' },
        MaxConcurrency: 4,
        ItemProcessor: child('EXPRESS', 'double', '$.n'),
        ResultWriter: {
          Resource: 'arn:aws:states:::s3:putObject',
          Parameters: { Bucket: SOURCE.bucket, Prefix: 'out' },
          WriterConfig: { Transformation: 'COMPACT', OutputType: 'JSON' },
        },
        End: true,
      },
    },
  },
  tolerated: {
    StartAt: 'List',
    States: {
      List: { Type: 'Pass', Parameters: { 'items.$': 'States.ArrayRange(0, 4, 1)' }, Next: 'Map' },
      Map: {
        Type: 'Map',
        ItemsPath: '$.items',
        ToleratedFailurePercentage: 100,
        ItemProcessor: child('EXPRESS', 'fail'),
        Next: 'Count',
      },
      Count: { Type: 'Pass', Parameters: { 'count.$': 'States.ArrayLength($)' }, End: true },
    },
  },
  exceeded: overNumbers(4, { MaxConcurrency: 1, ItemProcessor: child('EXPRESS', 'fail') }),
  /** The other branch fails while the map run goes on: nobody awaits it any more, and its parent goes on without it. */
  abandoned: {
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Branches: [
          {
            StartAt: 'Soon',
            States: { Soon: { Type: 'Wait', Seconds: 2, Next: 'No' }, No: { Type: 'Fail', Error: 'No' } },
          },
          overNumbers(5, { MaxConcurrency: 2, ItemProcessor: child('STANDARD', 'double', '$', 1_000_000) }),
        ],
        Catch: [{ ErrorEquals: ['No'], Next: 'Later' }],
        Next: 'Later',
      },
      Later: { Type: 'Wait', Seconds: 30, Next: 'Done' },
      Done: { Type: 'Pass', Result: 'done', End: true },
    },
  },
  /** An item fails until somebody mends it; then the execution is redriven. */
  mended: overNumbers(4, { MaxConcurrency: 1, ItemSelector: ofParent, ItemProcessor: child('EXPRESS', 'mend', '$.n') }),
  mendedStandard: overNumbers(3, {
    MaxConcurrency: 1,
    ItemSelector: ofParent,
    ItemProcessor: child('STANDARD', 'mend', '$.n'),
  }),
};

export const mapRunMachines: ReadonlyMap<string, StateMachine> = new Map(
  Object.entries(definitions).map(([name, definition]) => {
    const result = parseStateMachine(JSON.stringify(definition), { supportsDistributedMaps: true });
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.diagnostics)}`);
    return [name, result.machine];
  }),
);

export const mapRunMachineNames = [...mapRunMachines.keys()];
