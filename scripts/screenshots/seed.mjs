/**
 * Fills a server with what the screenshots show: the examples, deployed and run, and data of every service.
 * Answers the addresses of what it made.
 */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { awsCalls } from './aws-calls.mjs';

const root = new URL('../..', import.meta.url).pathname;
const run = promisify(execFile);
const roleArn = 'arn:aws:iam::000000000000:role/import';
const SNS = '2010-03-31';
const SES = '2010-12-01';

export async function seed(url) {
  const aws = awsCalls(url);
  const cli = (...args) => run(process.execPath, [`${root}dist/cli/main.js`, ...args, '--endpoint', url]);
  /** Resolves once it has ended, however. */
  const execute = async (machine, name, input) => {
    const stateMachineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:${machine}`;
    const start = { stateMachineArn, name, input: JSON.stringify(input) };
    const { executionArn } = await aws.json('states', 'StartExecution', start);
    await ended(aws, executionArn);
    return executionArn;
  };
  const deploy = async (example) => {
    const { stdout } = await cli('deploy', `${root}examples/${example}`, '--json');
    const { outputs } = JSON.parse(stdout);
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  };
  const quality = await deploy('quality-control');
  await deploy('random-mean');
  await deploy('table-map');
  await deploy('http-processing');
  await mails(aws, url, quality.TopicArn);
  await tables(aws);
  const [randomMean, failed, , , , streamed] = await Promise.all([
    execute('random-mean', 'mean-of-sixty-files', { repetitions: 60 }),
    execute('random-mean', 'mean-of-nothing', { repetitions: -1 }),
    execute('table-map', 'three-topics', {}),
    execute('http-processing', 'hello', { message: 'Hello, Step Functions!' }),
    execute('http-processing', 'no-message', { message: 5 }),
    streams(aws, quality.Bucket, execute),
  ]);
  const mapRuns = await orders(aws);
  const queueUrl = await queues(aws);
  const topicArn = await topics(aws, queueUrl);
  await invocations(aws);
  return {
    randomMean,
    failed,
    quality: streamed,
    ...mapRuns,
    queueUrl,
    topicArn,
    bucket: quality.Bucket,
    table: 'QCDetails',
  };
}

async function streams(aws, bucket, execute) {
  for (const file of readdirSync(`${root}examples/quality-control/data`)) {
    const body = readFileSync(`${root}examples/quality-control/data/${file}`);
    await aws.put(`/${bucket}/streams/group1/${file}`, body, 'text/csv');
  }
  let last;
  for (const StreamID of ['good', 'gaps', 'out-of-range', 'spikes', 'drift']) {
    last = await execute('quality-control', `check-${StreamID}`, { GroupID: 'group1', StreamID });
  }
  return last;
}

async function mails(aws, url, TopicArn) {
  await aws.form(SNS, 'Subscribe', { TopicArn, Protocol: 'email', Endpoint: 'ada@example.com' });
  const { mails: listed } = await (await fetch(`${url}/_stepwell/mail?subject=Subscription`)).json();
  const { text } = await (await fetch(`${url}/_stepwell/mail/${listed[0].id}`)).json();
  await fetch(/http\S+ConfirmSubscription\S+/.exec(text)[0]);
  await aws.form(SES, 'VerifyEmailIdentity', { EmailAddress: 'reports@example.com' });
  await aws.form(SES, 'SendEmail', {
    Source: 'Warehouse reports <reports@example.com>',
    'Destination.ToAddresses.member.1': 'grace@example.org',
    'Destination.CcAddresses.member.1': 'ada@example.com',
    'Message.Subject.Data': 'Import of 12,000 orders: 118 need a look',
    'Message.Body.Text.Data': '12,000 orders were imported. 118 of them failed.',
    'Message.Body.Html.Data': HTML,
  });
}

const HTML = `<body style="margin:0;font:15px/24px Helvetica,Arial,sans-serif;color:#1d1d28;background:#f4f4f8">
<div style="max-width:560px;margin:24px auto;background:#fff;border-radius:12px;overflow:hidden">
<div style="background:#4f4bc4;color:#fff;padding:20px 28px;font-size:20px">Order import finished</div>
<div style="padding:20px 28px"><p>Good morning Grace,</p>
<p><b>12,000</b> orders of November were imported. <b style="color:#c02632">118</b> of them failed and wait for a look:</p>
<table style="border-collapse:collapse;width:100%;font-size:14px">
<tr style="text-align:left;border-bottom:2px solid #ddd"><th style="padding:6px 0">Reason</th><th>Orders</th></tr>
<tr style="border-bottom:1px solid #eee"><td style="padding:6px 0">Out of stock</td><td>61</td></tr>
<tr style="border-bottom:1px solid #eee"><td style="padding:6px 0">Unknown customer</td><td>38</td></tr>
<tr><td style="padding:6px 0">Payment declined</td><td>19</td></tr></table>
<p style="color:#5d5d6e">They run again as soon as you redrive the map run.</p></div></div></body>`;

async function tables(aws) {
  const values = ['Computer Science', 'Economics', 'Mathematics'].map((S) => ({ S }));
  const Item = { id: { S: 'topics' }, values: { L: values } };
  await aws.json('dynamodb', 'PutItem', { TableName: 'table-map-lists', Item });
}

/** An import of many orders: one run that tolerated its failures, one that did not, one that still goes on. */
async function orders(aws) {
  const header = 'order,customer,country,amount,stock';
  const countries = ['DE', 'FR', 'IN', 'US', 'BR'];
  const rows = Array.from({ length: 12_000 }, (_, i) => {
    const stock = i % 101 === 7 ? 0 : (i * 7) % 40 || 1;
    return `A-${100_000 + i},customer-${(i * 37) % 900},${countries[i % 5]},${((i * 73) % 50_000) / 100},${stock}`;
  });
  await aws.put('/orders', '');
  await aws.put('/orders/2026/november.csv', [header, ...rows].join('\n'), 'text/csv');
  await aws.put('/orders/2026/october.csv', [header, ...rows.slice(0, 800)].join('\n'), 'text/csv');
  await aws.put('/orders/README.md', '# Orders\n\nOne file a month, one line an order.\n', 'text/markdown');
  await aws.put('/orders/schema.json', JSON.stringify({ order: 'string', amount: 'number' }), 'application/json');
  const tolerant = await start(aws, 'import-orders', importMachine({ ToleratedFailurePercentage: 5 }));
  const strict = await start(aws, 'import-orders-strict', importMachine({}));
  const slow = await start(aws, 'review-orders', reviewMachine());
  await Promise.all([ended(aws, tolerant), ended(aws, strict)]);
  return {
    tolerantRun: await mapRunOf(aws, tolerant),
    strictRun: await mapRunOf(aws, strict),
    runningRun: await mapRunOf(aws, slow),
    slow,
  };
}

function importMachine(tolerance) {
  const choices = [
    { Variable: '$.stock', StringEquals: '0', Next: 'Out of stock' },
    { Variable: '$.customer', StringEquals: 'customer-37', Next: 'Unknown customer' },
    { Variable: '$.amount', StringEquals: '0.73', Next: 'Payment declined' },
  ];
  return {
    Comment: 'Imports the orders of a month',
    StartAt: 'Import orders',
    States: {
      'Import orders': {
        Type: 'Map',
        Label: 'ImportOrders',
        ItemReader: itemReader('2026/november.csv'),
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'In stock?',
          States: {
            'In stock?': { Type: 'Choice', Choices: choices, Default: 'Accept order' },
            'Accept order': { Type: 'Pass', End: true },
            'Out of stock': { Type: 'Fail', Error: 'OutOfStock', Cause: 'Nothing is left of what was ordered' },
            'Unknown customer': {
              Type: 'Fail',
              Error: 'UnknownCustomer',
              Cause: 'There is no customer of that number',
            },
            'Payment declined': { Type: 'Fail', Error: 'PaymentDeclined', Cause: 'The bank refused the payment' },
          },
        },
        MaxConcurrency: 1000,
        ...tolerance,
        ResultWriter: {
          Resource: 'arn:aws:states:::s3:putObject',
          Parameters: { Bucket: 'orders', Prefix: 'results' },
        },
        End: true,
      },
    },
  };
}

function reviewMachine() {
  const late = { Variable: '$.stock', StringEquals: '0', Next: 'Refuse' };
  return {
    StartAt: 'Review orders',
    States: {
      'Review orders': {
        Type: 'Map',
        Label: 'ReviewOrders',
        ItemReader: itemReader('2026/october.csv'),
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Review',
          States: {
            Review: { Type: 'Wait', Seconds: 4, Next: 'Decide' },
            Decide: { Type: 'Choice', Choices: [late], Default: 'Accept' },
            Accept: { Type: 'Succeed' },
            Refuse: { Type: 'Fail', Error: 'OutOfStock', Cause: 'Nothing is left of what was ordered' },
          },
        },
        MaxConcurrency: 40,
        ToleratedFailurePercentage: 10,
        ResultPath: null,
        End: true,
      },
    },
  };
}

function itemReader(Key) {
  return {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
    Parameters: { Bucket: 'orders', Key },
  };
}

async function start(aws, name, definition) {
  const params = { name, roleArn, definition: JSON.stringify(definition) };
  const { stateMachineArn } = await aws.json('states', 'CreateStateMachine', params);
  const { executionArn } = await aws.json('states', 'StartExecution', { stateMachineArn, name: `november-${name}` });
  return executionArn;
}

async function ended(aws, executionArn) {
  for (;;) {
    const { status } = await aws.json('states', 'DescribeExecution', { executionArn });
    if (status !== 'RUNNING') return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function mapRunOf(aws, executionArn) {
  for (;;) {
    const { mapRuns } = await aws.json('states', 'ListMapRuns', { executionArn });
    if (mapRuns.length > 0) return mapRuns[0].mapRunArn;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function queues(aws) {
  const dead = await aws.json('sqs', 'CreateQueue', { QueueName: 'orders-dead' });
  const deadLetterTargetArn = 'arn:aws:sqs:us-east-1:000000000000:orders-dead';
  const Attributes = { RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 5 }) };
  const { QueueUrl } = await aws.json('sqs', 'CreateQueue', { QueueName: 'orders', Attributes });
  for (let i = 0; i < 7; i++) {
    const MessageBody = JSON.stringify({ order: `A-${100_000 + i}`, customer: `customer-${i * 37}`, amount: 12.5 * i });
    const MessageAttributes = { source: { DataType: 'String', StringValue: 'web shop' } };
    await aws.json('sqs', 'SendMessage', { QueueUrl, MessageBody, MessageAttributes });
  }
  await aws.json('sqs', 'SendMessage', { QueueUrl: dead.QueueUrl, MessageBody: 'this is no JSON' });
  await aws.json('sqs', 'CreateQueue', { QueueName: 'invoices.fifo', Attributes: { FifoQueue: 'true' } });
  return QueueUrl;
}

async function topics(aws, queueUrl) {
  const TopicArn = await aws.form(SNS, 'CreateTopic', { Name: 'order-events' }, 'TopicArn');
  const { Attributes } = await aws.json('sqs', 'GetQueueAttributes', { QueueUrl: queueUrl, AttributeNames: ['All'] });
  await aws.form(SNS, 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: Attributes.QueueArn });
  await aws.form(SNS, 'Subscribe', { TopicArn, Protocol: 'email', Endpoint: 'grace@example.org' });
  await aws.form(SNS, 'CreateTopic', { Name: 'invoice-events' });
  return TopicArn;
}

async function invocations(aws) {
  for (let i = 0; i < 60; i++) {
    const message = i % 12 === 5 ? i : `Order A-${100_000 + i} has left the warehouse`;
    await aws.invoke('http-processing-process', JSON.stringify({ message }));
  }
}
