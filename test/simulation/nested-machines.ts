/** Machines that leave the child execution of a task before it has ended, in each way there is, and one that does not. */
import { parseStateMachine } from '../../src/asl/index.ts';
import type { StateMachine } from '../../src/asl/state-machine.ts';

const child = (machine: string, more: object = {}) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::states:startExecution.sync',
  Parameters: { StateMachineArn: machine },
  End: true,
  ...more,
});
const done = { Type: 'Pass', Result: 'done', End: true };
const alone = (state: object) => ({ StartAt: 'Child', States: { Child: state } });

const definitions: Readonly<Record<string, object>> = {
  waits: alone(child('brief', { ResultSelector: { 'status.$': '$.Status' } })),
  givesUp: {
    StartAt: 'Child',
    States: {
      Child: child('endless', {
        TimeoutSeconds: 4,
        Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Later' }],
      }),
      // It goes on, and has nothing to do with the child any more.
      Later: { Type: 'Wait', Seconds: 30, Next: 'Done' },
      Done: done,
    },
  },
  failsBeside: {
    StartAt: 'Both',
    States: {
      Both: {
        Type: 'Parallel',
        Branches: [
          alone(child('endless')),
          {
            StartAt: 'Soon',
            States: { Soon: { Type: 'Wait', Seconds: 2, Next: 'No' }, No: { Type: 'Fail', Error: 'No' } },
          },
        ],
        End: true,
      },
    },
  },
  endsFirst: { TimeoutSeconds: 3, ...alone(child('endless')) },
  stopped: alone(child('endless')),
  brief: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 5, End: true } } },
  endless: { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 10_000_000, End: true } } },
};

export const nestedMachines: ReadonlyMap<string, StateMachine> = new Map(
  Object.entries(definitions).map(([name, definition]) => {
    const result = parseStateMachine(JSON.stringify(definition), {});
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.diagnostics)}`);
    return [name, result.machine];
  }),
);
