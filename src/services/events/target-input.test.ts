import { expect, test } from 'vitest';
import type { DeliveryRecord, InputTransformer, Target } from './event-records.ts';
import { targetInput } from './target-input.ts';

const event = {
  version: '0',
  id: 'e1',
  'detail-type': 'Order',
  source: 'app',
  account: '000000000000',
  time: '2026-11-21T03:44:07Z',
  region: 'us-east-1',
  resources: ['r1'],
  detail: { name: 'a "b"', n: 5, list: [{ id: 'x' }], 'with space': 1 },
} as const;

const delivery = (target: Partial<Target>): DeliveryRecord => ({
  id: 'd1',
  event,
  ruleArn: 'arn:aws:events:us-east-1:000000000000:rule/r',
  ruleName: 'r',
  target: { Id: 't', Arn: 'arn', ...target },
  acceptedMs: Date.UTC(2026, 10, 21),
  attempts: 0,
  dueMs: 0,
  isForwarded: false,
});

const transformed = (InputTemplate: string, InputPathsMap?: InputTransformer['InputPathsMap']) =>
  targetInput(delivery({ InputTransformer: { InputTemplate, InputPathsMap } }));

test('a target gets the whole event, a part of it, or a constant', () => {
  expect(JSON.parse(targetInput(delivery({})))).toEqual(event);
  expect(targetInput(delivery({ InputPath: '$.detail.list[0].id' }))).toBe('"x"');
  expect(targetInput(delivery({ InputPath: "$.detail['with space']" }))).toBe('1');
  expect(targetInput(delivery({ InputPath: '$.detail.nothing' }))).toBe('null');
  expect(targetInput(delivery({ InputPath: '$' }))).toBe(JSON.stringify(event));
  expect(targetInput(delivery({ Input: '{"a":1}' }))).toBe('{"a":1}');
});

test.each<[template: string, paths: Record<string, string>, expected: string]>([
  ['{"name": <n>, "count": <c>}', { n: '$.detail.name', c: '$.detail.n' }, '{"name": "a \\"b\\"", "count": 5}'],
  ['{"text": "it is <n>!"}', { n: '$.detail.name' }, '{"text": "it is a \\"b\\"!"}'],
  ['"<c> of <t>"', { c: '$.detail.n', t: '$.detail-type' }, '"5 of Order"'],
  ['{"all": <l>}', { l: '$.detail.list' }, '{"all": [{"id":"x"}]}'],
  ['{"in text": "<l>"}', { l: '$.detail.list' }, '{"in text": "[{\\"id\\":\\"x\\"}]"}'],
  ['{"none": <x>, "also": "<x>"}', { x: '$.nothing' }, '{"none": "", "also": ""}'],
  ['{"rule": "<aws.events.rule-name>"}', {}, '{"rule": "r"}'],
  ['{"at": <aws.events.event.ingestion-time>}', {}, '{"at": "2026-11-21T00:00:00.000Z"}'],
  ['"a \\" <c> < 6"', { c: '$.detail.n' }, '"a \\" 5 < 6"'],
])('the template %s', (template, paths, expected) => {
  expect(transformed(template, paths)).toBe(expected);
});

test('the event itself can be part of a template', () => {
  const { detail: _, ...rest } = event;
  expect(JSON.parse(transformed('{"e": <aws.events.event>}'))).toEqual({ e: rest });
  expect(JSON.parse(transformed('{"e": <aws.events.event.json>}'))).toEqual({ e: event });
});
