import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { packageProject } from './package-project.ts';

let folder: string;
const uploads = new Map<string, Uint8Array>();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-package-'));
  uploads.clear();
});
afterEach(() => rmSync(folder, { recursive: true }));

function files(contents: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(contents)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

async function pack(): Promise<Record<string, { Properties: Record<string, unknown> }>> {
  const upload = async (key: string, bytes: Uint8Array) => {
    uploads.set(key, bytes);
    return { bucket: 'artifacts', key };
  };
  const project = await packageProject(folder, upload);
  return (JSON.parse(project.template) as { Resources: Record<string, { Properties: Record<string, unknown> }> })
    .Resources;
}

const zipOf = (uri: unknown) => unzipSync(uploads.get(String(uri).replace('s3://artifacts/', ''))!);

test('a TypeScript handler is bundled under the name that its handler says', async () => {
  files({
    'template.yaml': `
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn: { Type: AWS::Serverless::Function, Properties: { CodeUri: src/, Handler: api/app.handler, Runtime: nodejs20.x } }`,
    'src/api/app.ts':
      "import { greeting } from '../words.ts';\nexport const handler = async (): Promise<string> => greeting;",
    'src/words.ts': "export const greeting: string = 'hello from words';",
  });
  const { Fn } = await pack();
  const zip = zipOf(Fn!.Properties['CodeUri']);
  expect(Object.keys(zip)).toEqual(['api/app.js']);
  expect(new TextDecoder().decode(zip['api/app.js'])).toContain('hello from words');
});

test('other code is packed as it stands, the same bytes each time', async () => {
  files({
    'template.yaml': `
Transform: AWS::Serverless-2016-10-31
Resources:
  Fn: { Type: AWS::Serverless::Function, Properties: { CodeUri: src/, Handler: start-qc.lambda_handler, Runtime: python3.12 } }`,
    'src/start-qc.py': 'def lambda_handler(event, context):\n    return event\n',
    'src/lib/data.txt': 'data',
  });
  const first = await pack();
  expect(Object.keys(zipOf(first['Fn']!.Properties['CodeUri'])).sort()).toEqual(['lib/data.txt', 'start-qc.py']);
  expect(await pack()).toEqual(first);
});

test('a definition file is uploaded and its place written into the template', async () => {
  files({
    'template.yaml':
      'Transform: AWS::Serverless-2016-10-31\nResources: { M: { Type: AWS::Serverless::StateMachine, Properties: { DefinitionUri: m.asl.yaml } } }',
    'm.asl.yaml': 'StartAt: A\nStates: { A: { Type: Succeed } }',
  });
  const { M } = await pack();
  expect(M!.Properties['DefinitionUri']).toMatch(/^s3:\/\/artifacts\/[0-9a-f]{40}\.yaml$/);
});

test.each<[name: string, contents: Readonly<Record<string, string>>, message: string]>([
  ['a folder without a template', { 'x.txt': '' }, 'holds no template'],
  [
    'code that is not there',
    {
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources: { F: { Type: AWS::Serverless::Function, Properties: { CodeUri: nowhere, Handler: a.b, Runtime: nodejs20.x } } }',
    },
    'F: there is no',
  ],
  [
    'TypeScript that does not parse',
    {
      'template.yaml':
        'Transform: AWS::Serverless-2016-10-31\nResources: { F: { Type: AWS::Serverless::Function, Properties: { CodeUri: ., Handler: a.b, Runtime: nodejs20.x } } }',
      'a.ts': 'const = ;',
    },
    'F: Build failed',
  ],
])('%s is refused', async (_name, contents, message) => {
  files(contents);
  await expect(pack()).rejects.toThrow(message);
});
