/** The pages of the services that workflows lean on: each shows what is there and does what it offers. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleBench, hasChromium, openConsole, placeOf } from './console-bench.ts';

const SNS = '2010-03-31';
const SES = '2010-12-01';

describe.runIf(hasChromium)('services', () => {
  let bench: ConsoleBench;
  beforeAll(async () => {
    bench = await openConsole();
    await bench.deploy('http-processing');
  });
  afterAll(() => bench?.[Symbol.asyncDispose]());

  test('a function: its code, a test with an event, its log and its figures', async () => {
    await using opened = await bench.open('functions');
    const { page } = opened;
    await page.getByRole('link', { name: 'http-processing-process' }).click();
    await page.getByText('process-step.handler').waitFor();
    const invoke = async (event: string): Promise<void> => {
      await page.getByLabel('Event as JSON').fill(event);
      await page.getByRole('button', { name: 'Invoke' }).click();
    };
    await invoke('{"message": "Hello"}');
    const result = page.getByRole('status').filter({ hasText: 'Succeeded' });
    await result.getByText('HELLO').waitFor();
    await invoke('{"message": 5}');
    await page.getByText('InvalidMessage').first().waitFor();
    await page
      .getByRole('log')
      .getByText(/InvalidMessage/)
      .first()
      .waitFor();
    await page.getByText('1 (50 %)').waitFor();
    await page.getByLabel('Start, end and report').check();
    await page
      .getByRole('log')
      .getByText(/^REPORT/)
      .first()
      .waitFor();
    opened.expectQuiet();
  });

  test('a mail arrives while the mailbox is open; its HTML stands in a frame of its own', async () => {
    await using opened = await bench.open('mail');
    const { page } = opened;
    await page.getByText('No mail yet').waitFor();
    await bench.form(SES, 'VerifyEmailIdentity', { EmailAddress: 'a@example.com' });
    await bench.form(SES, 'SendEmail', {
      Source: 'a@example.com',
      'Destination.ToAddresses.member.1': 'b@example.com',
      'Message.Subject.Data': 'The report',
      'Message.Body.Text.Data': 'All is well in plain words.',
      'Message.Body.Html.Data': '<p style="color:green">All is <b>well</b></p>',
    });
    await page.getByRole('heading', { name: 'The report' }).waitFor();
    const frame = page.frameLocator('iframe[title="The mail as HTML"]');
    await frame.getByText('well').waitFor();
    await page.getByRole('tab', { name: 'Text' }).click();
    await page.getByText('All is well in plain words.').waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('No mail yet').waitFor();
    opened.expectQuiet();
  });

  test('objects: up, down, linked, deleted', async () => {
    await bench.put('/files', '');
    await bench.put('/files/deep/er/data.csv', 'name,count\n"Müller, A.",3\n', 'text/csv');
    await using opened = await bench.open('buckets');
    const { page } = opened;
    await page.getByRole('link', { name: 'files' }).click();
    await page.getByLabel('Files to upload').setInputFiles([
      { name: 'ä note.txt', mimeType: 'text/plain', buffer: Buffer.from('what was uploaded') },
      { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from('<script>document.title = "ran"</script>') },
    ]);
    await page.getByText('2 files are uploaded').waitFor();
    await page.getByRole('row', { name: 'ä note.txt' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('what was uploaded').waitFor();
    const saved = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Download' }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toBe('ä note.txt');
    expect(await streamText(await download.createReadStream())).toBe('what was uploaded');
    await dialog.getByRole('button', { name: 'Make link' }).click();
    const link = await dialog.getByRole('textbox', { name: 'Presigned link' }).inputValue();
    const answer = await fetch(link);
    expect([answer.status, await answer.text()]).toEqual([200, 'what was uploaded']);
    expect((await fetch(link.replace(/.$/, (end) => (end === '0' ? '1' : '0')))).status).toBe(403);
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('row', { name: 'ä note.txt' }).waitFor({ state: 'detached' });

    await page.getByRole('row', { name: 'deep/' }).click();
    await page.getByRole('row', { name: 'er/' }).click();
    await page.getByRole('row', { name: 'data.csv' }).click();
    await page.getByRole('cell', { name: 'Müller, A.' }).waitFor();
    opened.expectQuiet();
  });

  test('items of a table: all, and those of one key', async () => {
    await bench.call('dynamodb', 'CreateTable', {
      TableName: 'people',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'team', KeyType: 'HASH' },
        { AttributeName: 'name', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'team', AttributeType: 'S' },
        { AttributeName: 'name', AttributeType: 'S' },
      ],
    });
    for (const [team, name] of [
      ['red', 'Ada'],
      ['red', 'Grace'],
      ['blue', 'Alan'],
    ] as const) {
      const Item = {
        team: { S: team },
        name: { S: name },
        age: { N: '36' },
        tags: { L: [{ S: 'x' }, { BOOL: true }] },
      };
      await bench.call('dynamodb', 'PutItem', { TableName: 'people', Item });
    }
    await using opened = await bench.open('tables');
    const { page } = opened;
    await page.getByRole('link', { name: 'people' }).click();
    await page.getByText('3 shown').waitFor();
    await page.getByLabel('Items whose team equals').fill('red');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByText('2 shown').waitFor();
    await page.getByRole('row', { name: /Grace/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('row', { name: 'age Number 36' }).waitFor();
    await dialog.getByRole('tab', { name: 'JSON' }).click();
    await dialog.getByText('"tags"').waitFor();
    opened.expectQuiet();
  });

  test('a queue and a topic: what is in it, who listens, a message through both', async () => {
    const { QueueUrl } = await bench.call<{ QueueUrl: string }>('sqs', 'CreateQueue', { QueueName: 'letters' });
    const TopicArn = await bench.form(SNS, 'CreateTopic', { Name: 'news' }, 'TopicArn');
    const Endpoint = 'arn:aws:sqs:us-east-1:000000000000:letters';
    await bench.form(SNS, 'Subscribe', { TopicArn, Protocol: 'sqs', Endpoint });
    await using opened = await bench.open('topics');
    const { page, goto } = opened;
    await page.getByRole('link', { name: 'news' }).click();
    await page.getByRole('cell', { name: Endpoint }).waitFor();
    await page.getByLabel('Message').fill('the news of today');
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Published').waitFor();
    await goto('queues');
    await page.getByRole('link', { name: 'letters' }).click();
    await page.getByRole('button', { name: 'Look at up to 10' }).click();
    await page
      .getByRole('row', { name: /Message/ })
      .nth(0)
      .click();
    await page.getByRole('dialog').getByText('the news of today').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByLabel('Body of the message').fill('by hand');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Sent', { exact: true }).first().waitFor();
    const attributes = { QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] };
    // "Sent" is what a column of the table is called as well: the word may be there before the message.
    await expect
      .poll(() => bench.call('sqs', 'GetQueueAttributes', attributes), { timeout: 20_000, interval: 100 })
      .toEqual({ Attributes: { ApproximateNumberOfMessages: '2' } });
    opened.expectQuiet();
  });

  test('what is not there says so', async () => {
    await using opened = await bench.open(placeOf('functions', 'nobody'));
    const { page, goto } = opened;
    await page
      .getByRole('alert')
      .getByText(/ResourceNotFound/)
      .waitFor();
    for (const place of [
      placeOf('map-runs', 'arn:aws:states:us-east-1:000000000000:mapRun:m/L:2f5b6a3e-0000-4000-8000-000000000000'),
      placeOf('tables', 'nothing'),
      placeOf('buckets', 'nothing'),
      placeOf('queues', 'http://localhost/000000000000/nothing'),
      placeOf('topics', 'arn:aws:sns:us-east-1:000000000000:nothing'),
    ]) {
      await goto(place);
      await page.getByRole('alert').first().waitFor();
    }
  });
});

async function streamText(stream: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
