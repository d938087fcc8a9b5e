import fc from 'fast-check';
import { expect, test } from 'vitest';
import { childIdentity, childIndex, expressChildOf } from './child-identity.ts';

const run = (uuid: string): string => `arn:aws:states:us-east-1:000000000000:mapRun:machine/Label:${uuid}`;

test('the name of a child tells its place, and no other map run has a child of that name', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), fc.nat({ max: 2 ** 27 - 1 }), (uuid, other, index) => {
      fc.pre(uuid !== other);
      const { name, executionArn } = childIdentity(run(uuid), index, 'EXPRESS');
      expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(childIndex(run(uuid), name)).toBe(index);
      expect(childIndex(run(other), name)).toBeUndefined();
      expect(expressChildOf(executionArn)).toEqual({ mapRunArn: run(uuid), index });
    }),
  );
});

test.each([
  'arn:aws:states:us-east-1:000000000000:express:machine:name:uuid',
  'arn:aws:states:us-east-1:000000000000:execution:machine/Label:name',
  'arn:aws:states:us-east-1:000000000000:express:machine/Label:name:uuid',
  'nonsense',
])('%s is no Express child', (arn) => {
  expect(expressChildOf(arn)).toBeUndefined();
});
