/** Everybody gets along: by keyboard, with a reader of the screen, on a phone, in the dark. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConsoleBench, hasChromium, openConsole, placeOf } from './console-bench.ts';

/** What a reader of the screen could not tell, and what does not fit: found in the page, in the browser's words. */
const FAULTS = `(() => {
  const nameOf = (element) => {
    const by = element.getAttribute('aria-labelledby');
    return (
      element.getAttribute('aria-label') ||
      (by && by.split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ')) ||
      [...(element.labels ?? [])].map((label) => label.textContent).join(' ') ||
      element.textContent || element.getAttribute('title') || element.getAttribute('alt') || ''
    ).trim();
  };
  const isShown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;
  const faults = [];
  for (const element of document.querySelectorAll('a[href], button, input, select, textarea, iframe, img, [role=button], [role=img], [role=tab], table, dialog')) {
    if (!isShown(element) || element.closest('[aria-hidden=true]')) continue;
    if (nameOf(element) === '') faults.push('no name: ' + element.outerHTML.slice(0, 120));
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push('id twice: ' + id);
  for (const element of document.querySelectorAll('[aria-controls]')) {
    const target = element.getAttribute('aria-controls');
    if (element.getAttribute('aria-selected') === 'true' && !document.getElementById(target)) faults.push('controls nothing: ' + target);
  }
  if (document.querySelectorAll('h1').length !== 1) faults.push('headings of the first rank: ' + document.querySelectorAll('h1').length);
  if (!document.documentElement.lang || document.querySelectorAll('main').length !== 1) faults.push('no language, or not one main part');
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth > clientWidth) faults.push('wider than the window by ' + (scrollWidth - clientWidth));
  return [...new Set(faults)];
})()`;

/** The least contrast of any text that is shown, beside what is behind it; 4.5 is what WCAG asks of small text. */
const CONTRAST = `(() => {
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const rgb = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const luminance = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const [r, g, b, a = 1] = rgb(getComputedStyle(at).backgroundColor);
      if (a === 1) return [r, g, b];
    }
    return [255, 255, 255];
  };
  let worst = { ratio: 99 };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility() || element.closest('svg, :disabled, .cm-editor')) continue;
    const [light, dark] = [luminance(rgb(getComputedStyle(element).color)), luminance(behind(element))].sort((a, b) => b - a);
    const ratio = (light + 0.05) / (dark + 0.05);
    if (ratio < worst.ratio) worst = { ratio, text: node.data.trim().slice(0, 40), of: element.className };
  }
  return worst;
})()`;

describe.runIf(hasChromium)('for everybody', () => {
  let bench: ConsoleBench;
  const places: string[] = [
    'home',
    'machines',
    'executions',
    'functions',
    'mail',
    'buckets',
    'tables',
    'queues',
    'topics',
  ];
  beforeAll(async () => {
    bench = await openConsole();
    await bench.deploy('quality-control');
    const mapped = await bench.start('mapped', mappedMachine, { items: [1, 2, 3] });
    await bench.ended(mapped);
    const { QueueUrl } = await bench.call<{ QueueUrl: string }>('sqs', 'CreateQueue', { QueueName: 'letters' });
    await bench.form('2010-12-01', 'VerifyEmailIdentity', { EmailAddress: 'a@example.com' });
    await bench.form('2010-12-01', 'SendEmail', {
      Source: 'a@example.com',
      'Destination.ToAddresses.member.1': 'b@example.com',
      'Message.Subject.Data': 'Report',
      'Message.Body.Html.Data': '<p>All is well',
    });
    await bench.put('/files', '');
    await bench.put('/files/note.txt', 'a note');
    for (const view of ['graph', 'timeline', 'table', 'events', 'data'])
      places.push(`${placeOf('executions', mapped)}?view=${view}`);
    places.push(placeOf('machines', 'arn:aws:states:us-east-1:000000000000:stateMachine:quality-control'));
    places.push(placeOf('map-runs', await bench.mapRunOf(mapped)), placeOf('queues', QueueUrl));
    places.push(placeOf('buckets', 'files'), placeOf('tables', 'QCDetails'));
  });
  afterAll(() => bench?.[Symbol.asyncDispose]());

  test.each([
    ['a desk, in the light', 1280, 'light'],
    ['a phone, in the dark', 390, 'dark'],
  ] as const)('at %s, everything has a name, fits and can be read', async (_where, width, colorScheme) => {
    await using opened = await bench.open('home', { viewport: { width, height: 844 }, colorScheme });
    const { page, goto } = opened;
    for (const place of places) {
      await goto(place);
      expect(await page.evaluate(FAULTS), place).toEqual([]);
      const worst = (await page.evaluate(CONTRAST)) as { ratio: number };
      expect(worst.ratio, `${place} ${JSON.stringify(worst)}`).toBeGreaterThanOrEqual(4.5);
    }
    opened.expectQuiet();
  });

  test('the way from the list to a state and back goes by keyboard', async () => {
    await using opened = await bench.open('home');
    const { page } = opened;
    const { keyboard } = page;
    await keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to content');
    await keyboard.press('g');
    await keyboard.press('e');
    await page.getByRole('heading', { name: 'Executions', level: 1 }).waitFor();
    await keyboard.press('/');
    await keyboard.type('zzz');
    await page.getByRole('heading', { name: 'Executions', level: 1 }).waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('zzz');
    await keyboard.press('Control+A');
    await keyboard.press('Delete');
    await page.getByRole('row').nth(1).getByRole('link').first().focus();
    await keyboard.press('Enter');
    const tab = page.getByRole('tab', { name: 'Graph' });
    await tab.focus();
    await keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: 'Timeline', selected: true }).waitFor();
    await keyboard.press('ArrowLeft');
    await page.locator('[data-state="Each"]').focus();
    await keyboard.press('Enter');
    await page.getByRole('complementary', { name: 'Selected state' }).waitFor();
    await keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    opened.expectQuiet();
  });
});

const mappedMachine = {
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Label: 'Each',
      ItemsPath: '$.items',
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
        StartAt: 'Fail',
        States: { Fail: { Type: 'Fail', Error: 'Bad', Cause: 'it was to fail' } },
      },
      ToleratedFailurePercentage: 100,
      End: true,
    },
  },
};
