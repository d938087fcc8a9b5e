/** Data that means harm: markup, scripts, marks that turn the text, texts without end. Wherever the console shows it, it stays text. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleBench, hasChromium, openConsole, placeOf } from './console-bench.ts';

const SCRIPT = `"><img src=x onerror="window.harmed=1"><script>window.harmed=1;alert(1)</script><svg onload="window.harmed=1">`;
const TURNED = 'invoice\u202Efdp.exe\u200B\u0007';
const LONG = 'x'.repeat(1_000_000);
/** What the page itself can tell, in its own words: tests are not compiled for browsers. */
const HARMED = 'window.harmed';
const LOOK = `({
  harmed: window.harmed,
  planted: document.querySelectorAll('img[onerror], svg[onload], main script').length,
  turned: /[\\u202a-\\u202e\\u2066-\\u2069\\u200b]/.test(document.body.innerText),
  isWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
})`;
const FOLDERS = ['executions', 'machines', 'map-runs', 'functions', 'buckets', 'tables', 'queues', 'topics'];
const SES = '2010-12-01';
const SNS = '2010-03-31';

describe.runIf(hasChromium)('hostile data', () => {
  let bench: ConsoleBench;
  let spy: Server;
  /** What the mail had the browser fetch. */
  const fetched: string[] = [];
  const places: string[] = [];
  beforeAll(async () => {
    bench = await openConsole();
    spy = createServer(({ url = '' }, response) => {
      fetched.push(url);
      response.end();
    }).listen(0, '127.0.0.1');
    await once(spy, 'listening');
    places.push('home', 'machines', 'executions', 'functions', 'mail', 'buckets', 'tables', 'queues', 'topics');
    await machines();
    await mails();
    await stores();
  });
  afterAll(async () => {
    spy?.close();
    await bench?.[Symbol.asyncDispose]();
  });

  async function machines(): Promise<void> {
    const state = `${SCRIPT.slice(0, 60)}${TURNED}`;
    const Cause = `${SCRIPT} ${TURNED} ${'c'.repeat(20_000)}`;
    const failed = await bench.start(
      'hostile',
      {
        Comment: SCRIPT,
        StartAt: state,
        States: {
          [state]: { Type: 'Pass', Comment: SCRIPT, Next: 'Fail' },
          Fail: { Type: 'Fail', Error: SCRIPT, Cause },
        },
      },
      { [SCRIPT]: SCRIPT, turned: TURNED, long: 'y'.repeat(200_000), __proto__x: null, constructor: SCRIPT },
    );
    await bench.ended(failed);
    const mapped = await bench.start(
      'hostile-map',
      {
        StartAt: 'Each',
        States: {
          Each: {
            Type: 'Map',
            Label: 'Each',
            ItemProcessor: {
              ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
              StartAt: 'Fail',
              States: { Fail: { Type: 'Fail', Error: SCRIPT, Cause } },
            },
            ItemsPath: '$.items',
            End: true,
          },
        },
      },
      { items: [{ name: SCRIPT, turned: TURNED }] },
    );
    await bench.ended(mapped);
    const machine = 'arn:aws:states:us-east-1:000000000000:stateMachine:hostile';
    for (const view of ['graph', 'timeline', 'table', 'events', 'data'])
      places.push(`${placeOf('executions', failed)}?view=${view}&state=${encodeURIComponent(state)}`);
    places.push(placeOf('machines', machine), placeOf('map-runs', await bench.mapRunOf(mapped)));
    places.push(`${placeOf('map-runs', await bench.mapRunOf(mapped))}?view=children`);
  }

  async function mails(): Promise<void> {
    const elsewhere = `http://127.0.0.1:${(spy.address() as AddressInfo).port}`;
    await bench.form(SES, 'VerifyEmailIdentity', { EmailAddress: 'a@example.com' });
    await bench.form(SES, 'SendEmail', {
      Source: 'a@example.com',
      'Destination.ToAddresses.member.1': 'b@example.com',
      'Message.Subject.Data': `${SCRIPT} ${TURNED}`,
      'Message.Body.Text.Data': `${SCRIPT} ${TURNED}`,
      'Message.Body.Html.Data': `${SCRIPT}</svg><iframe src="/_stepwell/console/"></iframe><form action="/_stepwell/reset" method="post"><button>Go</button></form>
        <a id="trap" href="javascript:parent.harmed=1;top.harmed=1">click</a><meta http-equiv="refresh" content="0;url=/_stepwell/executions">
        <link rel="stylesheet" href="${elsewhere}/x.css"><img src="${elsewhere}/x.png"><p id="told">told</p>`,
    });
  }

  async function stores(): Promise<void> {
    await bench.put('/hostile', '');
    await bench.put(`/hostile/${encodeURIComponent(SCRIPT.replaceAll('/', '|'))}`, SCRIPT, 'text/html');
    await bench.put(
      `/hostile/${encodeURIComponent(TURNED.replace('\u0007', ''))}.json`,
      JSON.stringify({ SCRIPT }),
      'application/json',
    );
    await bench.put('/hostile/long.txt', LONG);
    await bench.put(
      '/hostile/table.csv',
      `a,b\n${SCRIPT.replaceAll('"', '""')},${TURNED.replace('\u0007', '')}\n`,
      'text/csv',
    );
    await bench.put(
      '/hostile/page.html',
      '<script>parent.harmed=1;window.ran=1;fetch("/_stepwell/executions").then(r=>window.got=r.status,()=>window.got="no")</script>',
      'text/html',
    );
    await bench.put(
      '/hostile/picture.svg',
      '<svg xmlns="http://www.w3.org/2000/svg" onload="top.harmed=1"><script>top.harmed=1</script></svg>',
      'image/svg+xml',
    );
    await bench.call('dynamodb', 'CreateTable', {
      TableName: 'hostile',
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    });
    const Item = { id: { S: SCRIPT }, [SCRIPT]: { S: TURNED }, long: { S: 'z'.repeat(300_000) } };
    await bench.call('dynamodb', 'PutItem', { TableName: 'hostile', Item });
    const { QueueUrl } = await bench.call<{ QueueUrl: string }>('sqs', 'CreateQueue', { QueueName: 'hostile' });
    await bench.call('sqs', 'SendMessage', { QueueUrl, MessageBody: `${SCRIPT}${'m'.repeat(200_000)}` });
    const TopicArn = await bench.form(SNS, 'CreateTopic', { Name: 'hostile' }, 'TopicArn');
    await bench.form(SNS, 'Subscribe', {
      TopicArn,
      Protocol: 'email',
      Endpoint: `a+${encodeURIComponent('<b>')}@example.com`,
    });
    places.push(
      placeOf('buckets', 'hostile'),
      placeOf('tables', 'hostile'),
      placeOf('queues', QueueUrl),
      placeOf('topics', TopicArn),
    );
  }

  test('no page runs any of it, is turned by it, or grows beyond its window', async () => {
    await using opened = await bench.open('home');
    const { page, goto } = opened;
    for (const place of places) {
      await goto(place);
      const found = await page.evaluate(LOOK);
      expect(found, place).toEqual({ harmed: undefined, planted: 0, turned: false, isWide: false });
    }
    opened.expectQuiet();
  });

  test('an address that is made up does no harm either', async () => {
    await using opened = await bench.open('home');
    const { page } = opened;
    for (const name of [SCRIPT, '%', '%E0%A4%A', 'javascript:alert(1)', '../../..', '__proto__', 'x'.repeat(20_000)]) {
      for (const folder of FOLDERS) {
        const part = name.startsWith('%') ? name : encodeURIComponent(name);
        await page.evaluate(`location.hash = ${JSON.stringify(`#/${folder}/${part}`)}`);
      }
      await page.locator('h1').first().waitFor();
    }
    expect(await page.evaluate(HARMED)).toBeUndefined();
  });

  test('a mail shows its words and does nothing else', async () => {
    await using opened = await bench.open('mail');
    const { page } = opened;
    await page.getByLabel('Filter mails').fill('harmed');
    await page.getByRole('row', { name: /harmed/ }).click();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const frame = page.frameLocator('iframe[title="The mail as HTML"]');
    await frame.locator('#told').waitFor();
    await frame.locator('#trap').click();
    const inner = page.frames().find((one) => one.url().endsWith('/html'))!;
    expect(await inner.evaluate('[self.origin, self.harmed]')).toEqual(['null', undefined]);
    expect(await page.evaluate(HARMED)).toBeUndefined();
    expect(fetched).toEqual([]);
    expect(requests.filter((url) => /reset|executions/.test(url))).toEqual([]);
  });

  test('objects are looked at as text, as rows, as a picture; opened as a page they reach nothing', async () => {
    await using opened = await bench.open(placeOf('buckets', 'hostile'));
    const { page } = opened;
    const dialog = page.getByRole('dialog');
    const look = async (name: RegExp, shown: () => Promise<unknown>): Promise<void> => {
      await page.getByRole('row', { name }).first().click();
      await shown();
      await dialog.getByRole('button', { name: 'Close' }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await look(/onerror/, () =>
      dialog
        .getByText(/<script>window\.harmed/)
        .first()
        .waitFor(),
    );
    await look(/fdp\.exe/, () => dialog.getByText(/"SCRIPT"/).waitFor());
    await look(/long\.txt/, () => dialog.getByText('The first 64 KiB of it.').waitFor());
    await look(/table\.csv/, () => dialog.getByRole('cell', { name: /onerror/ }).waitFor());
    await look(/picture\.svg/, () => dialog.getByRole('img').waitFor());
    expect(await page.evaluate(HARMED)).toBeUndefined();
    opened.expectQuiet();

    await page.goto(`${bench.url}/hostile/page.html`);
    await page.waitForFunction('window.got !== undefined');
    const [origin, ran, got] = (await page.evaluate('[self.origin, window.ran, window.got]')) as unknown[];
    expect([origin, ran]).toEqual(['null', 1]);
    expect(got).not.toBe(200);
  });
});
