import { expect, test } from 'vitest';
import { parseExactJson, stringifyJson } from './exact-json.ts';
import type { JsonObject } from './json.ts';
import { parseStateMachine } from './parse-state-machine.ts';
import { plainSettings } from './plain-settings.ts';

test.each<[definition: string, plain: string]>([
  ['{"TimeoutSeconds":60.0,"Result":{"n":1.0}}', '{"TimeoutSeconds":60,"Result":{"n":1.0}}'],
  [
    '{"States":{"Result":{"Seconds":5.0,"Parameters":[1.0]}}}',
    '{"States":{"Result":{"Seconds":5,"Parameters":[1.0]}}}',
  ],
  ['{"Retry":[{"BackoffRate":2.0}],"Assign":{"x":2.0}}', '{"Retry":[{"BackoffRate":2}],"Assign":{"x":2.0}}'],
  ['{"Choices":[{"Or":[{"NumericEquals":1.0}]}]}', '{"Choices":[{"Or":[{"NumericEquals":1.0}]}]}'],
  [
    '{"ItemBatcher":{"MaxItemsPerBatch":5.0,"BatchInput":{"n":1.0}}}',
    '{"ItemBatcher":{"MaxItemsPerBatch":5,"BatchInput":{"n":1.0}}}',
  ],
])('%s', (definition, plain) => {
  expect(stringifyJson(plainSettings(parseExactJson(definition) as JsonObject))).toBe(plain);
});

test('a definition without such numbers is not copied', () => {
  const definition = parseExactJson('{"StartAt":"A","States":{"A":{"Seconds":5}}}') as JsonObject;
  expect(plainSettings(definition)).toBe(definition);
});

test('a definition with such numbers is valid as before', () => {
  const text = `{"StartAt":"A","TimeoutSeconds":60.0,"States":{
    "A":{"Type":"Task","Resource":"arn:aws:lambda:us-east-1:000000000000:function:f","TimeoutSeconds":10.0,"Parameters":{"n":1.0},
      "Retry":[{"ErrorEquals":["States.ALL"],"BackoffRate":2.0,"IntervalSeconds":1.0}],"Next":"C"},
    "C":{"Type":"Choice","Choices":[{"Variable":"$.n","NumericLessThan":12345678901234567890,"Next":"W"}],"Default":"W"},
    "W":{"Type":"Wait","Seconds":5.0,"End":true}}}`;
  expect(parseStateMachine(text)).toMatchObject({ ok: true, diagnostics: [] });
});
