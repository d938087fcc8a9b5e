/** Function calls: warm Node and Python handlers through the runner, one at a time and sixteen deep. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFunctionRunner } from '../dist/functions/create-function-runner.js';
import { measure } from './measure.mjs';

const HANDLERS = {
  'nodejs20.x': ['index.js', 'exports.handler = async (event) => event;'],
  'python3.12': ['index.py', 'def handler(event, context):\n    return event\n'],
};

export async function functionCalls({ count }) {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-function-bench-'));
  const runner = createFunctionRunner({ inheritedEnvironment: process.env });
  const results = {};
  for (const [runtime, [file, code]] of Object.entries(HANDLERS)) {
    const codeDir = join(folder, runtime);
    mkdirSync(codeDir);
    writeFileSync(join(codeDir, file), code);
    const spec = {
      functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${runtime.replace('.', '-')}`,
      functionName: runtime.replace('.', '-'),
      version: '$LATEST',
      runtime,
      handler: 'index.handler',
      codeDir,
      revisionId: '1',
      timeoutMs: 10_000,
      memoryMb: 128,
      environment: {},
    };
    const call = async (index) => {
      const result = await runner.invoke({ spec, payload: '{"n":1}', requestId: String(index) });
      if (result.functionError) throw new Error(result.payload);
    };
    await measure(200, 16, call);
    results[`${runtime}, one at a time`] = await measure(count, 1, call);
    results[`${runtime}, 16 deep`] = await measure(count, 16, call);
  }
  await runner.stop();
  rmSync(folder, { recursive: true, force: true });
  return results;
}
