import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json } from '../asl/json.ts';
import type { MapState } from '../asl/state-machine.ts';
import { batchItems } from '../interpreter/item-batches.ts';
import { jsonByteLength } from '../query/json-size.ts';
import type { Scope } from '../query/scope.ts';
import { Batcher } from './batcher.ts';

const state = { type: 'Map', queryLanguage: 'JSONPath' } as MapState;
const scope: Scope = { input: {}, context: {}, variables: {}, nowMs: 0, random: () => 0 };

test('a stream of items falls into the same batches as a list of them', async () => {
  const item = fc.oneof(fc.string({ maxLength: 20 }), fc.integer(), fc.record({ a: fc.string({ maxLength: 9 }) }));
  const most = fc.option(fc.integer({ min: 1, max: 5 }), { nil: undefined });
  const bytes = fc.option(fc.integer({ min: 20, max: 90 }), { nil: undefined });
  const input = fc.option(fc.record({ x: fc.string({ maxLength: 5 }) }), { nil: undefined });
  await fc.assert(
    fc.asyncProperty(
      fc.array(item, { maxLength: 12 }),
      most,
      bytes,
      input,
      async (items, maxItems, maxBytes, batchInput) => {
        const batcher = new Batcher({
          ...(maxItems !== undefined && { maxItemsPerBatch: maxItems }),
          ...(maxBytes !== undefined && { maxInputBytesPerBatch: maxBytes }),
          ...(batchInput !== undefined && { batchInput }),
        });
        const batches = items.flatMap((value) => batcher.add(value, jsonByteLength(value)) ?? []);
        batches.push(...[batcher.end() ?? []].flat());
        const fields = {
          ...(maxItems !== undefined && { MaxItemsPerBatch: maxItems }),
          ...(maxBytes !== undefined && { MaxInputBytesPerBatch: maxBytes }),
          ...(batchInput !== undefined && { BatchInput: batchInput }),
        };
        const expected = await batchItems(state, fields, items as Json[], scope);
        expect(expected).toEqual({ ok: true, value: batches.map((batch) => batch.input) });
        expect(batches.reduce((sum, batch) => sum + batch.items, 0)).toBe(items.length);
      },
    ),
  );
});
