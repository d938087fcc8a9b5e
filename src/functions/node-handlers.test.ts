import { getPriority } from 'node:os';
import { afterAll, describe, expect, test } from 'vitest';
import { FunctionBench, untilGone } from './function-bench.testing.ts';

const bench = new FunctionBench({ endpointUrl: () => 'http://127.0.0.1:4566' });
afterAll(() => bench.close());

describe('what handlers may be', () => {
  test.each<[name: string, source: string, expected: unknown]>([
    ['async', 'exports.handler = async (event) => ({ got: event.n });', { got: 7 }],
    ['a promise', 'exports.handler = (event) => Promise.resolve(event.n);', 7],
    ['callback', 'exports.handler = (event, context, callback) => setTimeout(() => callback(null, event.n), 1);', 7],
    ['context.succeed', 'exports.handler = (event, context) => context.succeed(event.n);', 7],
    ['context.done', 'exports.handler = (event, context) => context.done(null, event.n);', 7],
    ['undefined is null', 'exports.handler = async () => undefined;', null],
    ['a function as answer is null', 'exports.handler = async () => () => 1;', null],
    ['a callback that is never called is null', 'exports.handler = () => {};', null],
    ['nested exports', 'exports.handler = undefined; module.exports = { handler: async () => 1 };', 1],
    [
      'the first answer counts',
      'exports.handler = (event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; callback(null, 1); callback(null, 2); };',
      1,
    ],
    [
      'a streaming handler, answered whole',
      'exports.handler = awslambda.streamifyResponse(async (event, stream) => { stream.write("{\\"a\\":"); stream.write("1}"); stream.end(); });',
      { a: 1 },
    ],
  ])('%s', async (_name, source, expected) => {
    const answer = await bench.invoke(bench.node(source), { n: 7 });
    expect(answer.functionError).toBeUndefined();
    expect(answer.value).toEqual(expected);
  });

  test.each<[name: string, files: Record<string, string>, handler: string]>([
    ['ES module by extension', { 'index.mjs': 'export const handler = async () => "ok";' }, 'index.handler'],
    [
      'ES module by package',
      { 'package.json': '{"type":"module"}', 'index.js': 'export const handler = async () => "ok";' },
      'index.handler',
    ],
    [
      'top-level await',
      { 'index.mjs': 'const x = await Promise.resolve("ok"); export const handler = async () => x;' },
      'index.handler',
    ],
    ['CommonJS by extension', { 'index.cjs': 'exports.handler = async () => "ok";' }, 'index.handler'],
    [
      'in a folder',
      {
        'src/lib/app.js': 'exports.run = async () => require("./other");',
        'src/lib/other.js': 'module.exports = "ok";',
      },
      'src/lib/app.run',
    ],
    ['a member of an export', { 'index.js': 'exports.api = { get: async () => "ok" };' }, 'index.api.get'],
    [
      'its own node_modules',
      {
        'index.js': 'exports.handler = async () => require("dep");',
        'node_modules/dep/index.js': 'module.exports = "ok";',
      },
      'index.handler',
    ],
  ])('%s', async (_name, files, handler) => {
    expect((await bench.invoke(bench.define('nodejs22.x', files, { handler }))).value).toBe('ok');
  });

  test('the context tells of the invocation', async () => {
    const spec = bench.node(`exports.handler = async (event, context) => ({
      id: context.awsRequestId, name: context.functionName, version: context.functionVersion, memory: context.memoryLimitInMB,
      arn: context.invokedFunctionArn, group: context.logGroupName, left: context.getRemainingTimeInMillis(), client: context.clientContext });`);
    const { value, requestId } = await bench.invoke(spec, {}, { clientContext: '{"custom":{"a":"b"}}' });
    expect(value).toMatchObject({
      id: requestId,
      name: spec.functionName,
      version: '$LATEST',
      memory: '256',
      arn: spec.functionArn,
      group: `/aws/lambda/${spec.functionName}`,
      client: { custom: { a: 'b' } },
    });
    expect((value as { left: number }).left).toBeGreaterThan(5_000);
  });

  test('a callback waits for the event loop to empty, unless told not to', async () => {
    const source = (waits: boolean): string => `let n = 0;
      exports.handler = (event, context, callback) => {
        context.callbackWaitsForEmptyEventLoop = ${waits};
        const answer = {}; setTimeout(() => { answer.late = true; }, 20); callback(null, answer); };`;
    expect((await bench.invoke(bench.node(source(true)))).value).toEqual({ late: true });
    expect((await bench.invoke(bench.node(source(false)))).value).toEqual({});
  });

  test("the environment is the function's, not the server's", async () => {
    process.env['STEPWELL_TEST_SECRET'] = 'leak';
    const spec = bench.node('exports.handler = async () => process.env;', {
      environment: { MINE: 'yes', AWS_REGION: 'mars' },
    });
    const { value } = await bench.invoke(spec);
    delete process.env['STEPWELL_TEST_SECRET'];
    expect(value).toMatchObject({
      MINE: 'yes',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: '123456789012',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
      AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs20.x',
      LAMBDA_TASK_ROOT: spec.codeDir,
      _HANDLER: 'index.handler',
      TZ: ':UTC',
      PATH: process.env['PATH'],
    });
    expect(Object.keys(value as object).filter((name) => /STEPWELL|VITEST|NODE_ENV/.test(name))).toEqual([]);
  });
});

describe('failures', () => {
  test.each<[name: string, source: string, expected: Record<string, unknown>]>([
    [
      'throws',
      'exports.handler = async () => { throw new TypeError("bad"); };',
      { errorType: 'TypeError', errorMessage: 'bad' },
    ],
    [
      'throws at once',
      'exports.handler = () => { throw new RangeError("bad"); };',
      { errorType: 'RangeError', errorMessage: 'bad' },
    ],
    [
      'throws its own class',
      'class Mine extends Error { constructor(m) { super(m); this.name = "Mine"; } } exports.handler = async () => { throw new Mine("bad"); };',
      { errorType: 'Mine', errorMessage: 'bad' },
    ],
    [
      'throws a string',
      'exports.handler = async () => { throw "text"; };',
      { errorType: 'string', errorMessage: 'text', trace: [] },
    ],
    [
      'throws a number',
      'exports.handler = async () => { throw 5; };',
      { errorType: 'number', errorMessage: '5', trace: [] },
    ],
    [
      'throws an object',
      'exports.handler = async () => { throw { a: 1 }; };',
      { errorType: 'object', errorMessage: '[object Object]', trace: [] },
    ],
    ['throws null', 'exports.handler = async () => { throw null; };', { errorType: 'handled', trace: [] }],
    [
      'throws what cannot be printed',
      'exports.handler = async () => { throw Object.create(null); };',
      { errorType: 'handled', trace: [] },
    ],
    [
      'calls back with an error',
      'exports.handler = (e, c, callback) => callback(new Error("bad"));',
      { errorType: 'Error', errorMessage: 'bad' },
    ],
    [
      'calls back with a string',
      'exports.handler = (e, c, callback) => callback("bad");',
      { errorType: 'string', errorMessage: 'bad' },
    ],
    [
      'returns a cycle',
      'exports.handler = async () => { const a = {}; a.a = a; return a; };',
      { errorType: 'Error', errorMessage: 'Unable to stringify response body' },
    ],
    [
      'returns a BigInt',
      'exports.handler = async () => 1n;',
      { errorType: 'Error', errorMessage: 'Unable to stringify response body' },
    ],
    [
      'never settles',
      'exports.handler = async () => { await new Promise(() => {}); };',
      { errorType: 'Runtime.NodeJsExit' },
    ],
    [
      'rejects behind its back',
      'exports.handler = async () => { Promise.reject(new Error("lost")); await new Promise((r) => setTimeout(r, 5000)); };',
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'Error: lost' },
    ],
    [
      'throws in a timer',
      'exports.handler = async () => { setTimeout(() => { throw new Error("late"); }); await new Promise((r) => setTimeout(r, 5000)); };',
      { errorType: 'Error', errorMessage: 'late' },
    ],
    [
      'answers over the limit',
      'exports.handler = async () => "x".repeat(7e6);',
      {
        errorType: 'Function.ResponseSizeTooLarge',
        errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
      },
    ],
    [
      'streams over the limit',
      'exports.handler = awslambda.streamifyResponse(async (e, s) => { for (let i = 0; i < 8; i++) s.write("x".repeat(1e6)); s.end(); });',
      { errorType: 'Function.ResponseSizeTooLarge' },
    ],
    ['has no such module', 'exports.handler = require("no-such-module");', { errorType: 'Runtime.ImportModuleError' }],
    ['has a syntax error', 'exports.handler = {{{', { errorType: 'Runtime.UserCodeSyntaxError' }],
    ['throws while loading', 'throw new RangeError("at load");', { errorType: 'RangeError', errorMessage: 'at load' }],
    [
      'exports nothing',
      'exports.other = 1;',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    ],
    [
      'exports no function',
      'exports.handler = 5;',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is not a function' },
    ],
  ])('%s', async (_name, source, expected) => {
    const answer = await bench.invoke(bench.node(source));
    expect(answer.functionError).toBe('Unhandled');
    expect(answer.value).toMatchObject(expected);
  });

  test.each<[name: string, file: string, source: string, missing: string | undefined]>([
    ['required', 'index.js', 'require("@aws-sdk/client-no-such");', '@aws-sdk/client-no-such'],
    ['a file of it required', 'index.js', 'require("@smithy/no-such/lib/a.js");', '@smithy/no-such'],
    ['imported', 'index.mjs', 'import "@aws-sdk/client-no-such";', '@aws-sdk/client-no-such'],
    ['not of the SDK', 'index.js', 'require("no-such/@aws-sdk/x");', undefined],
  ])(
    "a module that AWS's runtimes carry, %s: AWS's error, and in the log what to install",
    async (_name, file, source, missing) => {
      const spec = bench.define('nodejs22.x', { [file]: source });
      const { value, logTail } = await bench.invoke(spec);
      expect(Object.keys(value as object)).toEqual(['errorType', 'errorMessage', 'trace']);
      expect(value).toMatchObject({
        errorType: 'Runtime.ImportModuleError',
        errorMessage: expect.stringMatching(/^Error( \[ERR_MODULE_NOT_FOUND\])?: Cannot find (module|package) '/),
      });
      const remarks = logTail.split('\n').filter((line) => line.includes('\tWARN\t'));
      expect(remarks).toEqual(
        missing === undefined ? [] : [expect.stringContaining(`run 'npm install ${missing}' next to`)],
      );
      expect((value as { errorMessage: string }).errorMessage).not.toContain('npm install');
    },
  );

  test("an error has AWS's members in AWS's order and no path of this machine", async () => {
    const answer = await bench.invoke(bench.node('exports.handler = async () => {\n  throw new Error("bad");\n};'));
    expect(Object.keys(answer.value as object)).toEqual(['errorType', 'errorMessage', 'trace']);
    const { trace } = answer.value as { trace: string[] };
    expect(trace.slice(0, 2)).toEqual([
      'Error: bad',
      expect.stringMatching(/^ {4}at .*\(\/var\/task\/index\.js:2:9\)$/),
    ]);
    expect(answer.payload).not.toContain(import.meta.dirname);
  });

  test.each<[name: string, source: string, text: string]>([
    ['exits with 0', 'exports.handler = async () => process.exit(0);', 'Runtime exited without providing a reason'],
    ['exits with 3', 'exports.handler = async () => process.exit(3);', 'Runtime exited with error: exit status 3'],
    [
      'is killed',
      'exports.handler = async () => { process.kill(process.pid, "SIGKILL"); await new Promise((r) => setTimeout(r, 5000)); };',
      'Runtime exited with error: signal: killed',
    ],
    [
      'is terminated',
      'exports.handler = async () => { process.kill(process.pid, "SIGTERM"); await new Promise((r) => setTimeout(r, 5000)); };',
      'Runtime exited with error: signal: terminated',
    ],
    ['exits while loading', 'process.exit(9);', 'Runtime exited with error: exit status 9'],
    [
      'writes nonsense to the channel',
      'exports.handler = async () => { require("fs").writeSync(4, "nonsense"); await new Promise((r) => setTimeout(r, 5000)); };',
      'Runtime exited with error: signal: killed',
    ],
  ])('%s: a failed invocation, and the next one is served', async (_name, source, text) => {
    const spec = bench.node(source);
    for (let n = 0; n < 2; n++) {
      const { value, requestId, functionError } = await bench.invoke(spec);
      expect(functionError).toBe('Unhandled');
      expect(value).toEqual({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${text}` });
    }
  });

  test('a timeout kills the process and all that it started', async () => {
    const spec = bench.node(
      `const { spawn } = require("child_process");
       exports.handler = async () => {
         const child = spawn("sleep", ["600"], { stdio: "inherit" });
         console.log("PIDS", process.pid, child.pid);
         for (;;);
       };`,
      { timeoutMs: 1_500 },
    );
    const { value, requestId, durationMs, logTail } = await bench.invoke(spec);
    expect(value).toEqual({
      errorType: 'Sandbox.Timedout',
      errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.50 seconds`,
    });
    expect(durationMs).toBe(1_500);
    expect(logTail).toContain(`${requestId} Task timed out after 1.50 seconds`);
    expect(logTail).toMatch(/Status: timeout\t\n$/);
    const pids = /PIDS (\d+) (\d+)/.exec(logTail)!.slice(1).map(Number);
    for (const pid of pids) await untilGone(pid);
  });

  test('what a handler started goes with its process', async () => {
    const spec = bench.node(`exports.handler = async () => {
      const child = require("child_process").spawn("sleep", ["600"], { stdio: "inherit" });
      console.log("PID " + child.pid); process.exit(1); };`);
    const { logTail } = await bench.invoke(spec);
    await untilGone(Number(/PID (\d+)/.exec(logTail)![1]));
  });

  test('memory is bounded', async () => {
    const spec = bench.node(
      'exports.handler = async () => { const kept = []; for (;;) { kept.push(Buffer.alloc(4e6, 1)); await new Promise((r) => setTimeout(r, 2)); } };',
      { memoryMb: 128 },
    );
    const { value, requestId, maxMemoryMb } = await bench.invoke(spec);
    expect(value).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
    });
    expect(maxMemoryMb).toBe(128);
  });

  test('a flood of output is bounded, and the answer still comes', async () => {
    const spec = bench.node(`exports.handler = async () => {
      const line = "x".repeat(1000); for (let n = 0; n < 20000; n++) console.log(line); return "done"; };`);
    const { value, logTail } = await bench.invoke(spec);
    expect(value).toBe('done');
    expect(Buffer.byteLength(logTail)).toBeLessThanOrEqual(4_096);
    const kept = bench.lines.filter((line) => line.functionName === spec.functionName);
    expect(kept.reduce((sum, { message }) => sum + message.length, 0)).toBeLessThan(1_100_000);
    expect(kept.some(({ message }) => message.endsWith('more characters of output were dropped]'))).toBe(true);
  });

  test('a process that dies between invocations costs none of them', async () => {
    const spec = bench.node(
      'exports.handler = async () => { setTimeout(() => process.exit(1)); return process.pid; };',
    );
    const pids = new Set<unknown>();
    for (let n = 0; n < 10; n++) {
      const { value, functionError } = await bench.invoke(spec);
      expect(functionError).toBeUndefined();
      pids.add(value);
      // Whether the next invocation meets the process alive, dying or dead is left to chance.
      await new Promise((resolve) => setTimeout(resolve, n % 4));
    }
    expect(pids.size).toBeGreaterThan(1);
  });
});

describe('processes', () => {
  test('are warm: state stays, cold starts are told', async () => {
    const spec = bench.node('let n = 0; exports.handler = async () => [process.pid, ++n];');
    const first = await bench.invoke(spec);
    const second = await bench.invoke(spec);
    expect([first.coldStart, second.coldStart]).toEqual([true, false]);
    const [pid] = first.value as number[];
    expect(second.value).toEqual([pid, 2]);
    expect(first.logTail).toContain('Init Duration: ');
    expect(second.logTail).not.toContain('Init Duration: ');
  });

  test('take payloads of any size, large and small in turn', async () => {
    const spec = bench.node('exports.handler = async ({ text }) => [text.length, text.at(-1)];');
    for (const length of [10, 70_000, 5_000_000, 1, 600_000, 65_536]) {
      const { value } = await bench.invoke(spec, { text: `${'x'.repeat(length - 1)}é` });
      expect(value).toEqual([length, 'é']);
    }
  });

  test.skipIf(process.platform === 'win32')('let the server go first', async () => {
    const { value } = await bench.invoke(
      bench.node("exports.handler = async () => require('node:os').getPriority();"),
      {},
    );
    expect(value).toBe(Math.min(getPriority() + 5, 19));
  });

  test('stay after a handler failed', async () => {
    const spec = bench.node(
      'exports.handler = async (event) => { if (event.fail) throw new Error("bad"); return process.pid; };',
    );
    const before = await bench.invoke(spec);
    await bench.invoke(spec, { fail: true });
    expect((await bench.invoke(spec)).value).toBe(before.value);
  });

  test('a late answer of an earlier invocation is not the answer of the next', async () => {
    const spec = bench.node(`let late; exports.handler = (event, context, callback) => {
      context.callbackWaitsForEmptyEventLoop = false;
      if (event.n === 1) { late = callback; callback(null, 1); } else { late(null, "stale"); callback(null, event.n); } };`);
    expect((await bench.invoke(spec, { n: 1 })).value).toBe(1);
    expect((await bench.invoke(spec, { n: 2 })).value).toBe(2);
  });

  test("a new revision gets new processes, the old one's end", async () => {
    const spec = bench.node('exports.handler = async () => process.pid;');
    const old = (await bench.invoke(spec)).value as number;
    expect((await bench.invoke({ ...spec, revisionId: 'r2' })).value).not.toBe(old);
    await untilGone(old);
  });

  test('drain ends idle ones now and busy ones after their invocation', async () => {
    const spec = bench.node(
      'exports.handler = async (event) => { await new Promise((r) => setTimeout(r, event.ms)); return process.pid; };',
    );
    const idle = (await bench.invoke(spec, { ms: 0 })).value as number;
    const busy = bench.invoke(spec, { ms: 150 });
    await bench.runner.drain(spec.functionName);
    expect((await busy).functionError).toBeUndefined();
    await untilGone(idle);
  });
});

test("the log has AWS's lines in order, and the sink gets them all", async () => {
  const spec = bench.node(`exports.handler = async () => {
    console.log("one %d", 1); process.stdout.write("raw\\n"); console.error("two\\nlines");
    require("child_process").execFileSync("echo", ["from a child"], { stdio: "inherit" }); };`);
  const { logTail, requestId } = await bench.invoke(spec);
  const stamp = String.raw`\d{4}-\d\d-\d\dT[\d:.]+Z\t${requestId}`;
  const report = String.raw`REPORT RequestId: ${requestId}\tDuration: [\d.]+ ms\tBilled Duration: \d+ ms\tMemory Size: 256 MB\tMax Memory Used: \d+ MB\tInit Duration: [\d.]+ ms\t`;
  expect(logTail).toMatch(
    new RegExp(
      `^INIT_START Runtime Version: nodejs:20\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:[0-9a-f]{64}\n` +
        `START RequestId: ${requestId} Version: \\$LATEST\n${stamp}\tINFO\tone 1\nraw\n${stamp}\tERROR\ttwo\nlines\nfrom a child\n` +
        `END RequestId: ${requestId}\n${report}\n$`,
    ),
  );
  const lines = bench.lines.filter(({ functionName }) => functionName === spec.functionName);
  expect(lines.map(({ message }) => `${message}\n`).join('')).toBe(logTail);
  expect(lines[0]!.logStream).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
});

test.each(['java21', 'nodejs16.x', 'python2.7', 'ruby3.3', ''])(
  'the runtime %j is refused by name',
  async (runtime) => {
    await expect(bench.invoke(bench.define(runtime, { x: '' }))).rejects.toThrow(runtime || 'Expected a runtime');
  },
);
