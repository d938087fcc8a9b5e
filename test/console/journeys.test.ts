/** What people come to the console for: start something, watch it, find out what failed, do something about it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleBench, hasChromium, openConsole, placeOf } from './console-bench.ts';

describe.runIf(hasChromium)('journeys', () => {
  let bench: ConsoleBench;
  beforeAll(async () => {
    bench = await openConsole();
    await bench.deploy('random-mean');
  });
  afterAll(() => bench?.[Symbol.asyncDispose]());

  test('an example is started from the browser, and its graph lives', async () => {
    await using opened = await bench.open('machines');
    const { page } = opened;
    await page.getByRole('link', { name: 'random-mean' }).click();
    await page.getByRole('button', { name: 'Start execution' }).first().click();
    const dialog = page.getByRole('dialog');
    // Enough of them that a quick machine is still at it when the page is there.
    await dialog.getByLabel('Input as JSON').fill('{"repetitions": 500}');
    await dialog.getByRole('button', { name: /^Start/ }).click();
    const state = (name: string, status: string) => page.locator(`[data-state="${name}"][data-status="${status}"]`);
    await state('Draw numbers', 'running').waitFor();
    await state('Draw numbers', 'succeeded').waitFor({ timeout: 240_000 });
    await state('Collect mean', 'succeeded').waitFor();
    await page.locator('h1 + .badge, .page-title .badge').filter({ hasText: 'Succeeded' }).waitFor();
    expect(await state('Draw numbers', 'succeeded').getAttribute('aria-label')).toContain('500 times');
    opened.expectQuiet();
  });

  test('a failed state tells its error; put right and redriven, it goes on from there', async () => {
    const { page, ...opened } = await openFailed();
    const alert = page.getByRole('alert');
    await alert
      .getByText(/NoSuchBucket/)
      .first()
      .waitFor();
    await page.locator('[data-state="Draw numbers"][data-status="failed"]').click();
    const panel = page.getByRole('complementary', { name: 'Selected state' });
    await panel.getByRole('heading', { name: 'Draw numbers' }).waitFor();
    await panel
      .getByText(/NoSuchBucket/)
      .first()
      .waitFor();
    await opened.repair();
    await page.getByRole('button', { name: 'Redrive', exact: true }).click();
    await page.locator('.page-title .badge').filter({ hasText: 'Succeeded' }).waitFor();
    await page.locator('[data-state="Collect mean"][data-status="succeeded"]').waitFor();
    await page.getByText('Redriven').first().waitFor();
    expect(await alert.count()).toBe(0);
    opened.quiet();
    await opened.close();
  });

  /** `Draw numbers` is pointed at a bucket that is not there. */
  async function openFailed() {
    const functions = (await (await fetch(`${bench.url}/2015-03-31/functions/`)).json()) as {
      Functions: { FunctionName: string; Environment: { Variables: Record<string, string> } }[];
    };
    const draw = functions.Functions.find(({ FunctionName }) => FunctionName.includes('DrawNumbers'))!;
    const { Variables } = draw.Environment;
    const configure = async (variables: Record<string, string>): Promise<void> => {
      const response = await fetch(`${bench.url}/2015-03-31/functions/${draw.FunctionName}/configuration`, {
        method: 'PUT',
        body: JSON.stringify({ Environment: { Variables: variables } }),
      });
      expect(response.status, await response.text()).toBe(200);
    };
    const bucketVariable = Object.keys(Variables).find((name) => /bucket/i.test(name))!;
    await configure({ ...Variables, [bucketVariable]: 'nowhere-at-all' });
    const { executionArn } = await bench.call<{ executionArn: string }>('states', 'StartExecution', {
      stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:random-mean',
      input: '{"repetitions": 3}',
    });
    expect((await bench.ended(executionArn)).status).toBe('FAILED');
    const opened = await bench.open(placeOf('executions', executionArn));
    return {
      page: opened.page,
      repair: () => configure(Variables),
      quiet: () => opened.expectQuiet(),
      close: () => opened[Symbol.asyncDispose](),
    };
  }

  test('a map run is followed: counts, limits, what failed, redrive', async () => {
    await bench.put('/there', '');
    const executionArn = await bench.start('follow', followed, {
      items: ['there', 'there', 'missing', 'there', 'missing', 'there', 'there', 'missing'].map((bucket) => ({
        bucket,
      })),
    });
    await using opened = await bench.open(placeOf('executions', executionArn));
    const { page } = opened;
    await page.locator('[data-state="Each"] .name').click();
    await page.getByRole('link', { name: 'Open', exact: true }).click();
    await page.getByRole('heading', { name: 'Map run Each' }).waitFor();
    await page.getByText('2 running').waitFor();
    await page.getByRole('button', { name: 'Change limits' }).click();
    await page.getByLabel(/^Concurrency/).fill('8');
    await page.getByLabel(/^Tolerated failures, in percent/).fill('10');
    await page.getByRole('dialog').getByRole('button', { name: 'Change limits' }).click();
    await page.getByText('8 running').waitFor();
    await bench.put('/gate', '');
    await page.locator('.page-title .badge').filter({ hasText: 'Failed' }).waitFor();
    await page.getByRole('alert').getByText('States.ExceedToleratedFailureThreshold').waitFor();
    await page.getByRole('tab', { name: /^Failed items/ }).click();
    const row = page
      .getByRole('table', { name: 'Failed items' })
      .getByRole('row')
      .filter({ hasText: 'bucket: missing' });
    await row.first().click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByText(/404|NoSuchBucket|S3Exception/)
      .first()
      .waitFor();
    await dialog.getByText('"missing"').waitFor();
    await dialog.getByRole('button', { name: 'Close' }).click();

    await bench.put('/missing', '');
    await page.getByRole('button', { name: 'Redrive failed' }).click();
    await page.locator('.page-title .badge').filter({ hasText: 'Succeeded' }).waitFor();
    await page.getByText('8 succeeded').waitFor();
    await page.getByRole('tab', { name: 'Child executions' }).click();
    await page.getByRole('table', { name: 'Child executions' }).getByRole('link').first().click();
    await page.locator('[data-state="Ask"][data-status="succeeded"]').waitFor();
    opened.expectQuiet();
  });
});

/** Children wait until there is a bucket `gate`, then ask for the bucket that their item names. */
const followed = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Label: 'Each',
      MaxConcurrency: 2,
      ItemsPath: '$.items',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Gate',
        States: {
          Gate: {
            Type: 'Task',
            Resource: 'arn:aws:states:::aws-sdk:s3:headBucket',
            Parameters: { Bucket: 'gate' },
            Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1, BackoffRate: 1, MaxAttempts: 1_000 }],
            ResultPath: null,
            Next: 'Ask',
          },
          Ask: {
            Type: 'Task',
            Resource: 'arn:aws:states:::aws-sdk:s3:headBucket',
            Parameters: { 'Bucket.$': '$.bucket' },
            ResultPath: null,
            End: true,
          },
        },
      },
      ToleratedFailurePercentage: 40,
      End: true,
    },
  },
};
