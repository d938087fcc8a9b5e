import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestServer, type TestServer } from './index.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

test('runs a workflow to its end', async () => {
  const definition = {
    StartAt: 'A',
    States: { A: { Type: 'Pass', Parameters: { 'twice.$': 'States.MathAdd($.n, $.n)' }, End: true } },
  };
  expect(await server.execute(definition, { n: 2 })).toMatchObject({
    status: 'SUCCEEDED',
    output: { twice: 4 },
    events: ['ExecutionStarted', 'PassStateEntered', 'PassStateExited', 'ExecutionSucceeded'],
  });
});

test('a failure is a result', async () => {
  const definition = { StartAt: 'A', States: { A: { Type: 'Fail', Error: 'Sorry', Cause: 'no' } } };
  expect(await server.execute(definition)).toMatchObject({ status: 'FAILED', error: 'Sorry', cause: 'no' });
});

test("a definition that AWS refuses is thrown in AWS's words", async () => {
  await expect(server.execute({ StartAt: 'A' })).rejects.toMatchObject({
    name: 'InvalidDefinition',
    message: expect.stringContaining('SCHEMA_VALIDATION_FAILED'),
  });
});

test('other services answer without HTTP', async () => {
  await server.call('s3', 'CreateBucket', { Bucket: 'for-tests' });
  await server.call('s3', 'PutObject', { Bucket: 'for-tests', Key: 'k', Body: Buffer.from('abc') });
  const { Body } = await server.call('s3', 'GetObject', { Bucket: 'for-tests', Key: 'k' });
  expect(Buffer.from(Body as Uint8Array).toString()).toBe('abc');
});
