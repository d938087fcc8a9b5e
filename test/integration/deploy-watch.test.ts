/** `stepwell deploy --watch`: a changed file is deployed, and running executions keep the definition that they started with. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';
import { type ServerProcess, startServer } from './server-process.ts';

const main = new URL('../../dist/cli/main.js', import.meta.url).pathname;

let folder: string;
let project: string;
let server: ServerProcess;
let watcher: ChildProcess | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-watch-'));
  project = mkdtempSync(join(folder, 'project-'));
  server = await startServer({ dataDir: join(folder, 'data') });
});
afterAll(async () => {
  watcher?.kill('SIGKILL');
  await server?.interrupt();
  rmSync(folder, { recursive: true, force: true });
});

function writeWorkflow(seconds: number, result: string): void {
  const definition = {
    StartAt: 'Wait',
    States: { Wait: { Type: 'Wait', Seconds: seconds, Next: 'Say' }, Say: { Type: 'Pass', Result: result, End: true } },
  };
  writeFileSync(join(project, 'workflow.asl.json'), JSON.stringify(definition));
}

test('a change is deployed; what runs goes on as it began', async () => {
  writeWorkflow(3, 'first');
  writeFileSync(
    join(project, 'template.yaml'),
    'Transform: AWS::Serverless-2016-10-31\nResources:\n  Watched:\n    Type: AWS::Serverless::StateMachine\n    Properties: { Name: watched, DefinitionUri: workflow.asl.json }\n',
  );
  const child = spawn(process.execPath, [
    main,
    'deploy',
    project,
    '--stack-name',
    'watched',
    '--watch',
    '--endpoint',
    server.url,
  ]);
  const lines = createInterface({ input: child.stderr });
  watcher = child;
  const seen = (text: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const onLine = (line: string): void => {
        if (!text.test(line)) return;
        lines.off('line', onLine);
        resolve();
      };
      lines.on('line', onLine);
    });
  await seen(/^Watching /);

  const running = runCli(['run', 'watched', '--json', '--endpoint', server.url]);
  const started = (async () => {
    for (;;) {
      const { stdout } = await runCli(['history', 'watched', '--endpoint', server.url]);
      if (stdout.includes('WaitStateEntered')) return;
    }
  })();
  await started;

  const updated = seen(/UPDATED +Watched/);
  writeWorkflow(0, 'second');
  await updated;
  const second = await runCli(['run', 'watched', '--json', '--endpoint', server.url]);
  expect(JSON.parse(second.stdout)).toMatchObject({ output: '"second"' });
  expect(JSON.parse((await running).stdout)).toMatchObject({ output: '"first"' });

  const refused = seen(/InvalidDefinition/);
  writeFileSync(join(project, 'workflow.asl.json'), '{"StartAt": "Nowhere", "States": {}}');
  await refused;
  child.kill('SIGINT');
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code).toBe(0);
});
