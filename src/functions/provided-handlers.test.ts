import { afterAll, expect, test } from 'vitest';
import { FunctionBench, untilGone } from './function-bench.testing.ts';
import type { FunctionSpec } from './function-runner.ts';

const bench = new FunctionBench();
afterAll(() => bench.close());

/** A bootstrap in Node: `respond(event, headers)` makes what is posted. */
function bootstrap(respond: string, before = ''): FunctionSpec {
  const source = `#!${process.execPath}
const base = 'http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2018-06-01/runtime/';
const respond = ${respond};
(async () => {
  ${before}
  for (;;) {
    const next = await fetch(base + 'invocation/next');
    const id = next.headers.get('lambda-runtime-aws-request-id');
    const [kind, body] = await respond(await next.json(), next.headers, id);
    await fetch(base + 'invocation/' + id + '/' + kind, { method: 'POST', body });
  }
})();`;
  return bench.define('provided.al2023', { bootstrap: source }, { handler: 'any.thing' });
}

test('a bootstrap is asked for answers, one after another, in one process', async () => {
  const spec = bootstrap(
    '(event) => ["response", JSON.stringify({ got: event.n, pid: process.pid, handler: process.env._HANDLER })]',
  );
  const first = await bench.invoke(spec, { n: 1 });
  const second = await bench.invoke(spec, { n: 2 });
  expect(first.value).toMatchObject({ got: 1, handler: 'any.thing' });
  expect(second.value).toEqual({ ...(first.value as object), got: 2 });
  expect([first.coldStart, second.coldStart]).toEqual([true, false]);
});

test('the request is told in headers', async () => {
  const spec = bootstrap(`(event, headers) => ["response", JSON.stringify(Object.fromEntries(headers))]`);
  const { value, requestId } = await bench.invoke(spec, {}, { clientContext: '{"a":1}' });
  expect(value).toMatchObject({
    'content-type': 'application/json',
    'lambda-runtime-aws-request-id': requestId,
    'lambda-runtime-invoked-function-arn': spec.functionArn,
    'lambda-runtime-client-context': '{"a":1}',
  });
  expect((value as Record<string, string>)['lambda-runtime-trace-id']).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};/);
  expect(Number((value as Record<string, string>)['lambda-runtime-deadline-ms'])).toBeGreaterThan(Date.now());
});

test('what it posts is passed on as it is', async () => {
  expect(await bench.invoke(bootstrap('() => ["response", "not json"]'))).toMatchObject({ payload: 'not json' });
  const failed = await bench.invoke(bootstrap('() => ["error", \'{"errorType":"My.Error","errorMessage":"bad"}\']'));
  expect(failed).toMatchObject({
    functionError: 'Unhandled',
    payload: '{"errorType":"My.Error","errorMessage":"bad"}',
  });
});

test('a shell script will do', async () => {
  const spec = bench.define('provided.al2', {
    bootstrap: `#!/bin/sh
while true; do
  headers=$(mktemp)
  event=$(curl -sS -D "$headers" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next")
  id=$(grep -i lambda-runtime-aws-request-id "$headers" | tr -d '[:space:]' | cut -d: -f2)
  rm -f "$headers"
  echo "got $event"
  curl -sS -X POST "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response" -d "$event" > /dev/null
done`,
  });
  const { value, logTail } = await bench.invoke(spec, { n: 1 });
  expect(value).toEqual({ n: 1 });
  expect(logTail).toContain('\ngot {"n":1}\n');
});

test('an answer over the limit is refused', async () => {
  const spec = bootstrap('() => ["response", JSON.stringify("x".repeat(7e6))]');
  expect((await bench.invoke(spec)).value).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
  expect((await bench.invoke(spec)).value).toMatchObject({ errorType: 'Function.ResponseSizeTooLarge' });
});

test('another request id is refused', async () => {
  const spec = bootstrap(`async (event, headers, id) => {
    const answer = await fetch(base + 'invocation/other/response', { method: 'POST', body: '1' });
    return ['response', JSON.stringify([answer.status, await answer.json()])]; }`);
  expect((await bench.invoke(spec)).value).toEqual([
    400,
    { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' },
  ]);
});

test('an init error is the answer', async () => {
  const spec = bootstrap(
    '() => []',
    `await fetch(base + 'init/error', { method: 'POST', body: '{"errorType":"Init.Bad","errorMessage":"no"}' }); return;`,
  );
  expect((await bench.invoke(spec)).value).toEqual({ errorType: 'Init.Bad', errorMessage: 'no' });
});

test('no bootstrap, or one that ends', async () => {
  const missing = await bench.invoke(bench.define('provided', { 'other.txt': '' }));
  expect(missing.value).toEqual({
    errorType: 'Runtime.InvalidEntrypoint',
    errorMessage: `RequestId: ${missing.requestId} Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]`,
  });
  const ends = await bench.invoke(bench.define('provided', { bootstrap: '#!/bin/sh\nexit 4\n' }));
  expect(ends.value).toEqual({
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${ends.requestId} Error: Runtime exited with error: exit status 4`,
  });
  const dies = await bench.invoke(bootstrap('() => process.exit(5)'));
  expect(dies.value).toMatchObject({ errorMessage: expect.stringContaining('exit status 5') });
});

test('a timeout kills', async () => {
  const spec = bootstrap('() => { console.log("PID " + process.pid); for (;;); }');
  const { value, logTail } = await bench.invoke({ ...spec, timeoutMs: 1_500 });
  expect(value).toMatchObject({ errorType: 'Sandbox.Timedout' });
  await untilGone(Number(/PID (\d+)/.exec(logTail)![1]));
});
