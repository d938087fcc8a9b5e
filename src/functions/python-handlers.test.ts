import { afterAll, describe, expect, test } from 'vitest';
import { FunctionBench, untilGone } from './function-bench.testing.ts';

const bench = new FunctionBench();
afterAll(() => bench.close());

describe('what handlers may be', () => {
  test.each<[name: string, files: Record<string, string>, handler: string]>([
    ['a module', { 'handler.py': 'def handler(event, context): return "ok"' }, 'handler.handler'],
    ['a module with a hyphen', { 'my-app.py': 'def handler(event, context): return "ok"' }, 'my-app.handler'],
    ['a path', { 'pkg/mod.py': 'def handler(event, context): return "ok"' }, 'pkg/mod.handler'],
    [
      'a dotted path',
      {
        'pkg/__init__.py': '',
        'pkg/mod.py': 'from .other import X\ndef handler(event, context): return X',
        'pkg/other.py': 'X = "ok"',
      },
      'pkg.mod.handler',
    ],
    ['its neighbours', { 'a.py': 'import b\ndef run(event, context): return b.X', 'b.py': 'X = "ok"' }, 'a.run'],
    ['a class', { 'a.py': 'class H:\n  def __call__(self, event, context): return "ok"\nrun = H()' }, 'a.run'],
  ])('%s', async (_name, files, handler) => {
    expect((await bench.invoke(bench.define('python3.11', files, { handler }))).value).toBe('ok');
  });

  test.each<[name: string, body: string, payload: string]>([
    [
      'JSON with spaces, as AWS writes it',
      'return {"a": [1, None, True], "b": "x"}',
      '{"a": [1, null, true], "b": "x"}',
    ],
    ['text as it is', 'return "é"', '"é"'],
    ['bytes as they are', 'return b"not json"', 'not json'],
    ['decimals as numbers', 'import decimal; return decimal.Decimal("1.5")', '1.5'],
    ['None', 'pass', 'null'],
    ['a file as it is', 'import io; return io.BytesIO(b"{}")', '{}'],
  ])('answers %s', async (_name, body, payload) => {
    const answer = await bench.invoke(bench.python(`def handler(event, context):\n    ${body}`));
    expect([answer.payload, answer.functionError]).toEqual([payload, undefined]);
  });

  test('older runtimes escape text', async () => {
    const spec = bench.define('python3.9', { 'handler.py': 'def handler(event, context): return "é"' });
    expect((await bench.invoke(spec)).payload).toBe('"\\u00e9"');
  });

  test('the context tells of the invocation', async () => {
    const spec = bench.python(`def handler(event, context):
    return [context.aws_request_id, context.function_name, context.function_version, context.memory_limit_in_mb,
            context.invoked_function_arn, context.log_group_name, context.get_remaining_time_in_millis() > 5000,
            context.client_context.custom, event]`);
    const { value, requestId } = await bench.invoke(spec, { n: 1 }, { clientContext: '{"custom":{"a":"b"}}' });
    const group = `/aws/lambda/${spec.functionName}`;
    expect(value).toEqual([
      requestId,
      spec.functionName,
      '$LATEST',
      '256',
      spec.functionArn,
      group,
      true,
      { a: 'b' },
      { n: 1 },
    ]);
  });
});

describe('failures', () => {
  test("a raised error has AWS's members, order, spaces and trace", async () => {
    const spec = bench.python(
      'class CustomError(Exception):\n    pass\n\ndef inner():\n    raise CustomError("bad é")\n\ndef handler(event, context):\n    inner()\n',
    );
    const { payload, requestId, functionError } = await bench.invoke(spec);
    expect(functionError).toBe('Unhandled');
    expect(payload).toBe(
      `{"errorMessage": "bad é", "errorType": "CustomError", "requestId": "${requestId}", "stackTrace": [` +
        String.raw`"  File \"/var/task/handler.py\", line 8, in handler\n    inner()\n", ` +
        String.raw`"  File \"/var/task/handler.py\", line 5, in inner\n    raise CustomError(\"bad é\")\n"]}`,
    );
  });

  test.each<[name: string, source: string, errorType: string, errorMessage: string | RegExp]>([
    [
      'a set',
      'def handler(event, context): return {1}',
      'Runtime.MarshalError',
      'Unable to marshal response: Object of type set is not JSON serializable',
    ],
    [
      'a cycle',
      'def handler(event, context):\n    a = []\n    a.append(a)\n    return a',
      'Runtime.MarshalError',
      'Unable to marshal response: Circular reference detected',
    ],
    [
      'a missing module',
      'import no_such_module',
      'Runtime.ImportModuleError',
      "Unable to import module 'handler': No module named 'no_such_module'",
    ],
    ['a syntax error', 'def handler(:', 'Runtime.UserCodeSyntaxError', /^Syntax error in module 'handler': /],
    ['a missing handler', 'x = 1', 'Runtime.HandlerNotFound', "Handler 'handler' missing on module 'handler'"],
    ['an error while loading', 'raise ValueError("at load")', 'ValueError', 'at load'],
    [
      'an unprintable error',
      'class E(Exception):\n    def __str__(self): raise Exception()\ndef handler(event, context): raise E()',
      'E',
      '<unprintable E object>',
    ],
    [
      'an answer over the limit',
      'def handler(event, context): return "x" * 7_000_000',
      'Function.ResponseSizeTooLarge',
      'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
    ],
    [
      'endless recursion',
      'def handler(event, context): return handler(event, context)',
      'RecursionError',
      /maximum recursion depth/,
    ],
  ])('%s', async (_name, source, errorType, errorMessage) => {
    const { value, functionError } = await bench.invoke(bench.python(source));
    expect(functionError).toBe('Unhandled');
    expect(value).toMatchObject({
      errorType,
      errorMessage: typeof errorMessage === 'string' ? errorMessage : expect.stringMatching(errorMessage),
    });
  });

  test('an error while loading names the request', async () => {
    const { value, requestId } = await bench.invoke(bench.python('import no_such_module'));
    expect(value).toMatchObject({ requestId, stackTrace: [] });
  });

  test('a malformed handler name', async () => {
    const { value } = await bench.invoke(bench.define('python3.12', { 'x.py': '' }, { handler: 'nodots' }));
    expect(value).toMatchObject({
      errorType: 'Runtime.MalformedHandlerName',
      errorMessage: "Bad handler 'nodots': not enough values to unpack (expected 2, got 1)",
    });
  });

  test.each<[name: string, body: string, text: string]>([
    ['sys.exit(1)', 'import sys; sys.exit(1)', 'Runtime exited with error: exit status 1'],
    ['sys.exit(0)', 'import sys; sys.exit(0)', 'Runtime exited without providing a reason'],
    ['os._exit', 'import os; os._exit(7)', 'Runtime exited with error: exit status 7'],
    ['SIGKILL', 'import os; os.kill(os.getpid(), 9)', 'Runtime exited with error: signal: killed'],
    [
      'a segmentation fault',
      'import os; os.kill(os.getpid(), 11)',
      'Runtime exited with error: signal: segmentation fault',
    ],
  ])('%s ends the invocation, not the function', async (_name, body, text) => {
    const spec = bench.python(`def handler(event, context):\n    ${body}`);
    for (let n = 0; n < 2; n++) {
      const { value, requestId } = await bench.invoke(spec);
      expect(value).toEqual({ errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: ${text}` });
    }
  });

  test('a timeout kills the process and all that it started', async () => {
    const source = `import os, subprocess, time
def handler(event, context):
    child = subprocess.Popen(["sleep", "600"])
    print("PIDS", os.getpid(), child.pid, flush=True)
    time.sleep(600)`;
    const { value, logTail } = await bench.invoke(bench.python(source, { timeoutMs: 1_500 }));
    expect(value).toMatchObject({ errorType: 'Sandbox.Timedout' });
    for (const pid of /PIDS (\d+) (\d+)/.exec(logTail)!.slice(1)) await untilGone(Number(pid));
  });

  test('memory is bounded', async () => {
    const source = `import time
def handler(event, context):
    kept = []
    while True:
        kept.append(bytearray(4_000_000))
        time.sleep(0.002)`;
    const { value, requestId } = await bench.invoke(bench.python(source, { memoryMb: 128 }));
    expect(value).toEqual({
      errorType: 'Runtime.ExitError',
      errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
    });
  });

  test('a leap over the bound fails at once', async () => {
    const { value } = await bench.invoke(
      bench.python('def handler(event, context): return len(bytearray(4_000_000_000))', { memoryMb: 128 }),
    );
    expect(value).toMatchObject({ errorType: 'MemoryError' });
  });

  test('a flood of output is bounded, and the answer still comes', async () => {
    const { value, logTail } = await bench.invoke(
      bench.python('def handler(event, context):\n    for n in range(5000): print("x" * 4000)\n    return "done"'),
    );
    expect(value).toBe('done');
    expect(Buffer.byteLength(logTail)).toBeLessThanOrEqual(4_096);
  });
});

test('warm: modules stay loaded', async () => {
  const spec = bench.python('n = 0\ndef handler(event, context):\n    global n\n    n += 1\n    return n');
  expect([(await bench.invoke(spec)).value, (await bench.invoke(spec)).value]).toEqual([1, 2]);
});

test('print, logging and errors are in the log, in order', async () => {
  const spec = bench.python(`import logging, sys, subprocess
def handler(event, context):
    print("one", 1)
    logging.getLogger("x").warning("two")
    logging.getLogger().info("not this")
    sys.stderr.write("three\\n")
    print("four", end="")
    sys.stdin and sys.stdin.read()
    raise ValueError("five")`);
  const { logTail, requestId } = await bench.invoke(spec);
  const stamp = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
  expect(logTail).toMatch(
    new RegExp(
      `START RequestId: ${requestId} Version: \\$LATEST\none 1\n\\[WARNING\\]\t${stamp}\t${requestId}\ttwo\nthree\nfour\n` +
        String.raw`\[ERROR\] ValueError: five\nTraceback \(most recent call last\):\n  File "/var/task/handler.py", line 9, in handler\n` +
        `    raise ValueError\\("five"\\)\nEND RequestId: ${requestId}\nREPORT`,
    ),
  );
});

test('a Python that is not there is told as such', async () => {
  const other = new FunctionBench({ pythonPath: '/no/such/python3' });
  const { value, requestId } = await other.invoke(other.python('def handler(event, context): pass'));
  await other.close();
  expect(value).toEqual({
    errorType: 'Runtime.InvalidEntrypoint',
    errorMessage: `RequestId: ${requestId} Error: fork/exec /no/such/python3: no such file or directory`,
  });
});
