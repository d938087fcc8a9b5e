import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExactJson, stringifyJson } from '../asl/exact-json.ts';
import type { Json } from '../asl/json.ts';
import type { JournalEvent } from '../interpreter/history-event.ts';
import { decodeRow, encodeRow } from './row-codec.ts';

const payload = { order: { lines: ['a-long-payload-that-is-recognisable'] } };

function entered(id: number, input: Json): JournalEvent {
  const details = { stateEnteredEventDetails: { name: 'A', input, inputDetails: undefined } };
  return {
    event: { id, previousEventId: id - 1, timestamp: 1, type: 'PassStateEntered', details },
    envelope: { thread: '0' },
  };
}

test('a payload that recurs by identity is written once and comes back as one object', () => {
  const text = encodeRow([entered(1, payload), entered(2, payload), { envelope: { kept: payload } }]);
  expect(text.split('recognisable')).toHaveLength(2);
  const [first, second, silent] = decodeRow(text);
  expect(first!.event!.details!['stateEnteredEventDetails']!['input']).toBe(silent!.envelope['kept']);
  expect(second!.event!.details!['stateEnteredEventDetails']!['input']).toEqual(payload);
});

test('details without fields differ from no details', () => {
  const base = { id: 1, previousEventId: 0, timestamp: 5 };
  const rows: JournalEvent[] = [
    { event: { ...base, type: 'ExecutionFailed', details: { executionFailedEventDetails: {} } }, envelope: {} },
    { event: { ...base, type: 'MapStateSucceeded' }, envelope: {} },
  ];
  expect(decodeRow(encodeRow(rows))).toEqual(rows);
});

test('a field that looks like an index, a string of any length and __proto__ come back as they were', () => {
  const json = fc.jsonValue() as fc.Arbitrary<Json>;
  fc.assert(
    fc.property(fc.array(fc.record({ input: json, text: fc.string({ maxLength: 200 }) })), (details) => {
      const rows: JournalEvent[] = details.map(({ input, text }, index) => ({
        event: {
          id: index + 1,
          previousEventId: index,
          timestamp: index,
          type: 'TaskSucceeded',
          details: { d: { input, text } },
        },
        envelope: { input, text, place: index },
      }));
      expect(decodeRow(encodeRow(rows))).toEqual(JSON.parse(JSON.stringify(rows)));
    }),
  );
});

test('a row of a later version is refused', () => {
  expect(() => decodeRow('[3,[],[]]')).toThrow('journal row of version 3, expected 1 or 2');
});

test('numbers keep their text; only a row that holds such a number tells of it', () => {
  const input = parseExactJson('{"n":1.10,"id":12345678901234567890}');
  const rows: JournalEvent[] = [
    {
      event: { id: 1, previousEventId: 0, timestamp: 5, type: 'TaskSucceeded', details: { d: { input, own: input } } },
      envelope: { input },
    },
    { envelope: { n: parseExactJson('7.0') } },
  ];
  const text = encodeRow(rows);
  expect(text).toMatch(/^\[2,/);
  expect(stringifyJson(decodeRow(text))).toBe(stringifyJson(rows));
  expect(encodeRow([{ envelope: { n: 7.5 } }])).toMatch(/^\[1,/);
});
