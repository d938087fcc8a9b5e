/** The README of system 000. What the system does is tested in `test/integration/random-mean.test.ts`. */
import { expect, test } from 'vitest';
import { startBench } from './example-bench.ts';
import { readmesCanRun, runReadme } from './readme-commands.ts';

test.skipIf(!readmesCanRun)('the command lines of the README work as printed', async () => {
  await using bench = await startBench();
  const { code, text } = await runReadme('random-mean', bench.url);
  expect(code, text).toBe(0);
  expect(text).toContain('"numbers":20000,"files":200');
  expect(text).toMatch(/ [A-Z]{5}_\d{8}T\d{6}\+\d+\.csv/);
  expect(text).toContain('REPORT RequestId:');
});
