/** The workloads as state machines; every engine does the same work in its own words. */
const pass = (next) => ({ Type: 'Pass', ...(next ? { Next: next } : { End: true }) });

export const chainSteps = 10;

export const chain = {
  StartAt: 'S1',
  States: Object.fromEntries(
    Array.from({ length: chainSteps }, (_, index) => [
      `S${index + 1}`,
      pass(index + 1 < chainSteps ? `S${index + 2}` : undefined),
    ]),
  ),
};

export const taskResource = 'arn:aws:lambda:us-east-1:000000000000:function:noop';

export const map = {
  StartAt: 'Map',
  States: {
    Map: {
      Type: 'Map',
      MaxConcurrency: 40,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Task',
        States: { Task: { Type: 'Task', Resource: taskResource, End: true } },
      },
      End: true,
    },
  },
};

export const parallel = {
  StartAt: 'Parallel',
  States: {
    Parallel: {
      Type: 'Parallel',
      Branches: [1, 2, 3].map((branch) => ({ StartAt: `B${branch}`, States: { [`B${branch}`]: pass() } })),
      End: true,
    },
  },
};

export const waitMs = 1_000;
export const wait = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: waitMs / 1_000, End: true } } };
