/** Templates that somebody spoilt: every answer is a typed error or a success, never a 500, whatever is wrong with them. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/asl/json.ts';
import { parseTemplateText } from '../../src/deploy/template.ts';
import { type RestartableServer, startServer } from './restartable-server.ts';

const RUNS = Number(process.env['STEPWELL_FUZZ_RUNS'] ?? 120);
const SEED = Number(process.env['STEPWELL_FUZZ_SEED'] ?? 20_261_121);

let server: RestartableServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.stop());

const templates = ['random-mean', 'table-map', 'quality-control', 'http-processing', 'batch'].map((name) => {
  const file = new URL(`../../examples/${name}/template.yaml`, import.meta.url);
  return parseTemplateText(readFileSync(file, 'utf8').replaceAll(/CodeUri: .*/g, 'CodeUri: s3://b/k.zip'), name);
});

async function call(
  Action: string,
  parameters: Readonly<Record<string, string>>,
): Promise<{ status: number; text: string }> {
  const body = new URLSearchParams({ Action, Version: '2010-05-15', ...parameters });
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20261121/us-east-1/cloudformation/aws4_request' },
    body,
  });
  return { status: response.status, text: await response.text() };
}

/** The template with one member replaced, dropped or added, somewhere. */
function spoilt(template: Json): fc.Arbitrary<Json> {
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
    fc.constantFrom<Json>(
      '${',
      { Ref: 'Nope' },
      { 'Fn::GetAtt': [] },
      { 'Fn::Sub': ['${a}', 1] },
      '__proto__',
      [[]],
      -1,
    ),
  );
  const steps = fc.array(fc.nat(40), { minLength: 1, maxLength: 8 });
  return fc.tuple(steps, fc.option(anything, { nil: undefined })).map(([where, what]) => spoil(template, where, what));
}

function spoil(value: Json, [step = 0, ...rest]: readonly number[], replacement: Json | undefined): Json {
  if (typeof value !== 'object' || value === null) return replacement ?? null;
  if (Array.isArray(value))
    return value.map((item: Json, index) => (index === step % value.length ? spoil(item, rest, replacement) : item));
  const members: Record<string, Json> = { ...(value as JsonObject) };
  const keys = Object.keys(members);
  const key = keys[step % (keys.length + 1)] ?? 'Unknown';
  if (rest.length > 0) members[key] = spoil(members[key] ?? null, rest, replacement);
  else if (replacement === undefined) delete members[key];
  else members[key] = replacement;
  return members;
}

test('a spoilt template is refused in words, or planned', { timeout: 600_000 }, async () => {
  let planned = 0;
  const arbitrary = fc.constantFrom(...templates).chain((template) => spoilt(template as Json));
  await fc.assert(
    fc.asyncProperty(arbitrary, async (template) => {
      const TemplateBody = JSON.stringify(template);
      for (const Action of ['ValidateTemplate', 'GetTemplateSummary', 'CreateChangeSet']) {
        const set = {
          StackName: 'fuzz',
          ChangeSetName: `set-${planned}`,
          ChangeSetType: 'CREATE',
          'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
        };
        const { status, text } = await call(Action, { TemplateBody, ...(Action === 'CreateChangeSet' && set) });
        expect([Action, status < 500, status < 500 ? '' : text, TemplateBody.slice(0, 0)]).toEqual([
          Action,
          true,
          '',
          '',
        ]);
        if (Action === 'CreateChangeSet' && status === 200) planned++;
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
  expect(planned).toBeGreaterThan(0);
});

test.each([
  ['', 'Resources'],
  ['[]', ''],
  ['"text"', ''],
  ['Resources: [', ''],
  ['Resources: {A: {Type: 5}}', ''],
  ['Resources: {A: {Type: AWS::S3::Bucket, Properties: {Ref: 1}}}', ''],
  ['Parameters: {P: 5}\nResources: {A: {Type: AWS::S3::Bucket}}', ''],
  ['Parameters: {P: {}}\nResources: {A: {Type: AWS::S3::Bucket}}', ''],
  ['Conditions: {C: 1}\nResources: {A: {Type: AWS::S3::Bucket, Condition: C}}', ''],
  ['Conditions: {C: {Condition: C}}\nResources: {A: {Type: AWS::S3::Bucket, Condition: C}}', ''],
  ['Rules: {R: 1}\nResources: {A: {Type: AWS::S3::Bucket}}', ''],
  ['Outputs: {O: 1}\nResources: {A: {Type: AWS::S3::Bucket}}', ''],
  [
    'Transform: AWS::Serverless-2016-10-31\nResources: {A: {Type: AWS::Serverless::Function, Properties: {Events: {E: 1}}}}',
    '',
  ],
  [`Resources: ${'{A: '.repeat(2_000)}1${'}'.repeat(2_000)}`, ''],
])('%s is refused', async (TemplateBody) => {
  const set = { StackName: 'bad', ChangeSetName: 'set', ChangeSetType: 'CREATE' };
  const { status, text } = await call('CreateChangeSet', { TemplateBody, ...set });
  expect([status, /<Code>(ValidationError|InsufficientCapabilitiesException)<\/Code>/.test(text)], text).toEqual([
    400,
    true,
  ]);
});
