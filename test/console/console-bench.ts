/**
 * A server of its own and a browser that looks at its console: Debian's Chromium, driven by playwright-core.
 *
 * C1 Every page tells what it complains about: script errors, messages on its console, violations of its policy. `expectQuiet` wants none.
 * C2 Nothing of a suite is left: no server, no browser, no folder.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { runCli } from '../integration/run-cli.ts';
import { startServer } from '../integration/server-process.ts';
import { CHROMIUM, isUsable, chromium as neededChromium } from '../needed-programs.ts';

export interface ConsoleBench {
  readonly url: string;
  /** A page of a browser profile of its own, at a place of the console: `machines`, `mail?id=…`. */
  open(place: string, options?: BrowserContextOptions): Promise<ConsolePage>;
  /** AWS's JSON protocol. */
  call<T = Record<string, unknown>>(target: Target, operation: string, params: object): Promise<T>;
  /** The Query protocol; answers the first element of a name. */
  form(version: string, action: string, params: Record<string, string>, wanted?: string): Promise<string>;
  put(path: string, body: string, type?: string): Promise<void>;
  deploy(example: string): Promise<void>;
  /** Makes a state machine and starts it; resolves with the execution's ARN. */
  start(name: string, definition: object, input?: unknown): Promise<string>;
  /** Resolves when the execution has ended. */
  ended(executionArn: string): Promise<{ readonly status: string; readonly error?: string; readonly cause?: string }>;
  mapRunOf(executionArn: string): Promise<string>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface ConsolePage extends AsyncDisposable {
  readonly page: Page;
  goto(place: string): Promise<void>;
  /** Asserts that nothing was complained about so far. */
  expectQuiet(): void;
}

const TARGETS = {
  states: ['AWSStepFunctions', '1.0'],
  sqs: ['AmazonSQS', '1.0'],
  dynamodb: ['DynamoDB_20120810', '1.0'],
} as const;
export type Target = keyof typeof TARGETS;

export const roleArn = 'arn:aws:iam::000000000000:role/test';
const EXAMPLES = new URL('../../examples/', import.meta.url).pathname;
const WAIT_MS = 60_000;

/** Where there is no Chromium there is nothing to drive: the suites say so, and fail on CI. */
export const hasChromium = isUsable(neededChromium);

export async function openConsole(): Promise<ConsoleBench> {
  const dataDir = mkdtempSync(join(tmpdir(), 'stepwell-console-'));
  const server = await startServer({ dataDir });
  const { url } = server;
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-sync'],
  });
  const call: ConsoleBench['call'] = async (target, operation, params) => {
    const [prefix, version] = TARGETS[target];
    const headers = { 'content-type': `application/x-amz-json-${version}`, 'x-amz-target': `${prefix}.${operation}` };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(params) });
    if (!response.ok) throw new Error(`${operation}: ${await response.text()}`);
    return response.json() as Promise<never>;
  };
  return {
    url,
    call,
    open: (place, options) => openPage(browser, url, place, options),
    async form(Version, Action, params, wanted = 'RequestId') {
      const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ Action, Version, ...params }) });
      const text = await response.text();
      if (!response.ok) throw new Error(`${Action}: ${text}`);
      return new RegExp(`<${wanted}>([^<]*)<`).exec(text)?.[1] ?? '';
    },
    async put(path, body, type = 'text/plain') {
      const response = await fetch(url + path, { method: 'PUT', body, headers: { 'content-type': type } });
      if (!response.ok) throw new Error(`PUT ${path}: ${await response.text()}`);
    },
    async deploy(example) {
      const { code, stderr } = await runCli(['deploy', join(EXAMPLES, example), '--json', '--endpoint', url]);
      if (code !== 0) throw new Error(`deploy ${example}: ${stderr}`);
    },
    async start(name, definition, input = {}) {
      const machine = { name, roleArn, definition: JSON.stringify(definition) };
      const { stateMachineArn } = await call<{ stateMachineArn: string }>('states', 'CreateStateMachine', machine);
      const start = { stateMachineArn, input: JSON.stringify(input) };
      return (await call<{ executionArn: string }>('states', 'StartExecution', start)).executionArn;
    },
    ended: (executionArn) => endOf(url, executionArn),
    async mapRunOf(executionArn) {
      const { mapRuns } = await call<{ mapRuns: { mapRunArn: string }[] }>('states', 'ListMapRuns', { executionArn });
      return mapRuns[0]!.mapRunArn;
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server.interrupt();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The stream of an execution ends with it. */
async function endOf(url: string, executionArn: string): ReturnType<ConsoleBench['ended']> {
  const response = await fetch(`${url}/_stepwell/executions/watch?executionArn=${encodeURIComponent(executionArn)}`);
  const messages = (await response.text()).trim().split('\n\n');
  return JSON.parse(messages.at(-1)!.replace(/^data: /, '')).execution;
}

/** Resolves once nothing in the document has changed for a moment, or after two seconds: some pages never rest. */
const SETTLED = `new Promise((done) => {
  let timer = setTimeout(done, 150);
  setTimeout(done, 2000);
  new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(done, 150);
  }).observe(document, { subtree: true, childList: true, characterData: true });
})`;

async function openPage(
  browser: Browser,
  url: string,
  place: string,
  options: BrowserContextOptions = {},
): Promise<ConsolePage> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const goto = async (to: string): Promise<void> => {
    // Another place is another page with a heading of its own; the same one with another query keeps what it has.
    const isSame = page.url().split('?')[0] === `${url}/_stepwell/console/#/${to}`.split('?')[0];
    if (!isSame) await page.evaluate("document.querySelector('h1')?.setAttribute('data-left', '')");
    await page.goto(`${url}/_stepwell/console/#/${to}`);
    await page.locator('h1:not([data-left])').first().waitFor();
    await page.evaluate(SETTLED);
  };
  await goto(place);
  return {
    page,
    goto,
    expectQuiet: () => expect(complaints).toEqual([]),
    [Symbol.asyncDispose]: () => context.close(),
  };
}

/** The address of something named by an ARN or a URL. */
export function placeOf(folder: string, name: string): string {
  return `${folder}/${encodeURIComponent(name)}`;
}
