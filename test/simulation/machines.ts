/** Workflows whose outcome does not depend on when things happen, so that a run without faults tells what a run with faults must give. */
import { parseStateMachine } from '../../src/asl/index.ts';
import type { StateMachine } from '../../src/asl/state-machine.ts';

const work = 'arn:aws:lambda:us-east-1:000000000000:function:work';
const callback = 'arn:aws:states:::lambda:invoke.waitForTaskToken';

const flaky = { Retry: [{ ErrorEquals: ['Flaky'], IntervalSeconds: 1, MaxAttempts: 4, BackoffRate: 1 }] };
const task = (parameters: object, more: object = {}) => ({
  Type: 'Task',
  Resource: work,
  Parameters: parameters,
  ...more,
});
const called = { FunctionName: 'worker', Payload: { 'token.$': '$$.Task.Token', 'n.$': '$.n' } };

const definitions: Readonly<Record<string, object>> = {
  chain: {
    StartAt: 'Double',
    States: {
      Double: task({ op: 'double', 'n.$': '$.n', failFirst: 2 }, { ...flaky, ResultPath: '$.doubled', Next: 'Wait' }),
      Wait: { Type: 'Wait', Seconds: 3, Next: 'Again' },
      Again: task({ op: 'double', 'n.$': '$.doubled', failFirst: 0 }, { End: true }),
    },
  },
  wide: {
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Branches: [
          { StartAt: 'A', States: { A: task({ op: 'double', 'n.$': '$.n', failFirst: 1 }, { ...flaky, End: true }) } },
          {
            StartAt: 'B',
            States: {
              B: { Type: 'Wait', Seconds: 2, Next: 'C' },
              C: task({ op: 'double', 'n.$': '$.n', failFirst: 0 }, { End: true }),
            },
          },
        ],
        ResultPath: '$.both',
        Next: 'Each',
      },
      Each: {
        Type: 'Map',
        ItemsPath: '$.list',
        MaxConcurrency: 2,
        ItemProcessor: {
          StartAt: 'Item',
          States: { Item: task({ op: 'double', 'n.$': '$', failFirst: 1 }, { ...flaky, End: true }) },
        },
        End: true,
      },
    },
  },
  callback: {
    StartAt: 'Ask',
    States: {
      Ask: { Type: 'Task', Resource: callback, Parameters: called, ResultPath: '$.answer', Next: 'Use' },
      Use: task({ op: 'double', 'n.$': '$.answer', failFirst: 0 }, { End: true }),
    },
  },
  caught: {
    StartAt: 'Hang',
    States: {
      Hang: task(
        { op: 'hang' },
        {
          TimeoutSeconds: 4,
          Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'After', ResultPath: '$.error' }],
          End: true,
        },
      ),
      After: task(
        { op: 'fail' },
        { Catch: [{ ErrorEquals: ['Broken'], Next: 'Done', ResultPath: '$.second' }], End: true },
      ),
      Done: {
        Type: 'Pass',
        Parameters: { 'n.$': '$.n', 'first.$': '$.error.Error', 'second.$': '$.second.Error' },
        End: true,
      },
    },
  },
  failing: {
    StartAt: 'Each',
    States: {
      Each: {
        Type: 'Map',
        ItemsPath: '$.list',
        MaxConcurrency: 1,
        ItemProcessor: {
          StartAt: 'Item',
          States: {
            Item: task(
              { op: 'fail' },
              { Retry: [{ ErrorEquals: ['Broken'], IntervalSeconds: 1, MaxAttempts: 1 }], End: true },
            ),
          },
        },
        End: true,
      },
    },
  },
  /** Waits beyond the window of timers that an engine keeps in memory. */
  patient: {
    StartAt: 'Long',
    States: { Long: { Type: 'Wait', Seconds: 150, Next: 'After' }, After: { Type: 'Pass', End: true } },
  },
  late: { StartAt: 'Long', TimeoutSeconds: 20, States: { Long: { Type: 'Wait', Seconds: 100_000, End: true } } },
};

export const machines: ReadonlyMap<string, StateMachine> = new Map(
  Object.entries(definitions).map(([name, definition]) => {
    const result = parseStateMachine(JSON.stringify(definition), {});
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.diagnostics)}`);
    return [name, result.machine];
  }),
);

export const machineNames = [...machines.keys()];
