/**
 * What tasks do to services, through a durable server: a Map state, 40 items at once, one task an item that puts an item into a table, sends
 * a message, or puts an object. Run alone: `node bench/service-calls.mjs [--prof FOLDER] [--items 3000] [--rounds 3]`.
 */
import { parseArgs } from 'node:util';
import { median } from './measure.mjs';
import { createMachine, startStepwell } from './stepwell-server.mjs';

/** One execution holds 25,000 history events at AWS and here; seven an item. */
const MOST_ITEMS = 3_500;

const TASKS = {
  'dynamodb:putItem': {
    Resource: 'arn:aws:states:::dynamodb:putItem',
    Parameters: {
      TableName: 'bench',
      Item: {
        id: { 'S.$': "States.Format('{}-{}', $$.Execution.Name, $)" },
        text: { S: 'one of many' },
        count: { 'N.$': "States.Format('{}', $)" },
      },
    },
  },
  'sqs:sendMessage': {
    Resource: 'arn:aws:states:::sqs:sendMessage',
    Parameters: {
      QueueUrl: 'http://localhost/000000000000/bench',
      MessageBody: { text: 'one of many', 'count.$': '$' },
    },
  },
  'aws-sdk:s3:putObject': {
    Resource: 'arn:aws:states:::aws-sdk:s3:putObject',
    Parameters: {
      Bucket: 'bench',
      'Key.$': "States.Format('{}/{}.json', $$.Execution.Name, $)",
      Body: { text: 'one of many', 'count.$': '$' },
    },
  },
};

const machineOf = (task) => ({
  StartAt: 'Map',
  States: {
    Map: {
      Type: 'Map',
      MaxConcurrency: 40,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'Task',
        // Without the answers: three thousand of them with their headers are more than an execution may hold.
        States: { Task: { Type: 'Task', ...task, ResultPath: null, End: true } },
      },
      End: true,
    },
  },
});

/** Calls a second of each, as `{ name: { perSecond, elapsedMs } }`. */
export async function serviceCalls({ items = 3_000, rounds = 1, nodeArgs } = {}) {
  if (items > MOST_ITEMS) throw new Error(`at most ${MOST_ITEMS} items: an execution holds 25,000 events`);
  const server = await startStepwell({ nodeArgs });
  try {
    await server.json('dynamodb', 'CreateTable', {
      TableName: 'bench',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
    });
    await server.json('sqs', 'CreateQueue', { QueueName: 'bench' });
    await server.s3('PUT', '/bench');
    const input = Array.from({ length: items }, (_, index) => index);
    const runs = {};
    for (const [name, task] of Object.entries(TASKS)) {
      runs[name] = await createMachine(server, name.replaceAll(':', '-'), machineOf(task));
      await runs[name](input.slice(0, 200));
    }
    const rates = Object.fromEntries(Object.keys(TASKS).map((name) => [name, []]));
    for (let round = 0; round < rounds; round++) {
      for (const name of Object.keys(TASKS)) {
        const { startDate, stopDate } = await runs[name](input);
        rates[name].push(items / (stopDate - startDate));
      }
    }
    await checkNothingIsMissing(server, items * rounds + 200);
    return Object.fromEntries(Object.entries(rates).map(([name, all]) => [name, { perSecond: median(all), all }]));
  } finally {
    await server.close();
  }
}

async function checkNothingIsMissing(server, expected) {
  const { Table } = await server.json('dynamodb', 'DescribeTable', { TableName: 'bench' });
  let items = 0;
  for (let key; ; ) {
    const page = await server.json('dynamodb', 'Scan', {
      TableName: Table.TableName,
      Select: 'COUNT',
      ...(key && { ExclusiveStartKey: key }),
    });
    items += page.Count;
    key = page.LastEvaluatedKey;
    if (!key) break;
  }
  const { Attributes } = await server.json('sqs', 'GetQueueAttributes', {
    QueueUrl: `${server.url}/000000000000/bench`,
    AttributeNames: ['ApproximateNumberOfMessages'],
  });
  const messages = Number(Attributes.ApproximateNumberOfMessages);
  let objects = 0;
  for (let token; ; ) {
    const more = token ? `&continuation-token=${encodeURIComponent(token)}` : '';
    const page = (await server.s3('GET', `/bench?list-type=2${more}`)).toString('utf8');
    objects += page.match(/<Key>/g)?.length ?? 0;
    token = /<NextContinuationToken>([^<]*)/.exec(page)?.[1];
    if (!token) break;
  }
  for (const [what, count] of Object.entries({ items, messages, objects })) {
    if (count !== expected) throw new Error(`${count} ${what} where ${expected} were written`);
  }
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const { values } = parseArgs({
    options: {
      items: { type: 'string', default: '3000' },
      rounds: { type: 'string', default: '3' },
      prof: { type: 'string' },
    },
  });
  const nodeArgs = values.prof ? ['--cpu-prof', `--cpu-prof-dir=${values.prof}`] : [];
  const rates = await serviceCalls({ items: Number(values.items), rounds: Number(values.rounds), nodeArgs });
  for (const [name, { perSecond, all }] of Object.entries(rates)) {
    console.log(`${name.padEnd(24)} ${Math.round(perSecond)}/s   (${all.map(Math.round).join(', ')})`);
  }
}
