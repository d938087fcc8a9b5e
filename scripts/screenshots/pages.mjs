/** What is looked at. `seeded` is what `seed` answered. */

const at = (folder, name, query = '') => `${folder}/${encodeURIComponent(name)}${query}`;

/** The README's pictures. */
export function pictures(seeded) {
  return [
    {
      name: 'console-execution',
      place: at('executions', seeded.randomMean, `?state=${encodeURIComponent('Draw numbers in parallel')}`),
      scheme: 'light',
    },
    { name: 'console-timeline', place: at('executions', seeded.quality, '?view=timeline'), scheme: 'dark' },
    { name: 'console-map-run', place: at('map-runs', seeded.tolerantRun), scheme: 'light' },
    { name: 'console-function', place: at('functions', 'http-processing-process'), scheme: 'dark' },
    {
      name: 'console-mail',
      place: 'mail',
      scheme: 'light',
      prepare: async (page) => {
        await page.getByLabel('Filter mails').fill('grace');
        await page.getByRole('row', { name: /Import of 12,000 orders/ }).click();
        await page.frameLocator('iframe').getByText('Order import finished').waitFor();
      },
    },
  ];
}

/** Every page, by name. */
export function allPages(seeded) {
  const execution = (name, query) => [name, at('executions', seeded.randomMean, query)];
  return [
    ['home', 'home'],
    ['machines', 'machines'],
    ['machine', at('machines', 'arn:aws:states:us-east-1:000000000000:stateMachine:quality-control')],
    ['executions', 'executions'],
    execution('execution-graph', ''),
    execution('execution-timeline', '?view=timeline'),
    execution('execution-table', '?view=table'),
    execution('execution-events', '?view=events'),
    execution('execution-data', '?view=data'),
    ['execution-failed', at('executions', seeded.failed)],
    ['execution-running', at('executions', seeded.slow)],
    ['map-run', at('map-runs', seeded.tolerantRun)],
    ['map-run-children', at('map-runs', seeded.tolerantRun, '?view=children')],
    ['map-run-failed', at('map-runs', seeded.strictRun)],
    ['map-run-running', at('map-runs', seeded.runningRun)],
    ['functions', 'functions'],
    ['function', at('functions', 'http-processing-process')],
    ['mail', 'mail'],
    ['buckets', 'buckets'],
    ['bucket', at('buckets', 'orders')],
    ['tables', 'tables'],
    ['table', at('tables', seeded.table)],
    ['queues', 'queues'],
    ['queue', at('queues', seeded.queueUrl)],
    ['topics', 'topics'],
    ['topic', at('topics', seeded.topicArn)],
  ];
}
