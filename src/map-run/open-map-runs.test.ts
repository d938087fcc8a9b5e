import { expect, test } from 'vitest';
import { OpenMapRuns } from './open-map-runs.ts';

const arn = (account: string): string => `arn:aws:states:us-east-1:${account}:mapRun:machine/label:uuid`;

function taken(places: OpenMapRuns, account = '1') {
  const place = places.take(arn(account));
  const seen = { isGranted: false, leave: () => place.leave() };
  void place.granted.then(() => {
    seen.isGranted = true;
  });
  return seen;
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('so many are open at a time; the others follow in their order', async () => {
  const places = new OpenMapRuns(2);
  const runs = Array.from({ length: 5 }, () => taken(places));
  const elsewhere = taken(places, '2');
  await settled();
  expect(runs.map(({ isGranted }) => isGranted)).toEqual([true, true, false, false, false]);
  expect(elsewhere.isGranted).toBe(true);
  runs[1]!.leave();
  runs[1]!.leave();
  await settled();
  expect(runs.map(({ isGranted }) => isGranted)).toEqual([true, true, true, false, false]);
  // Who gives up waiting makes room for nobody.
  runs[3]!.leave();
  await settled();
  expect(runs.map(({ isGranted }) => isGranted)).toEqual([true, true, true, true, false]);
  runs[0]!.leave();
  await settled();
  expect(runs[4]!.isGranted).toBe(true);
  runs[2]!.leave();
  runs[4]!.leave();
  expect(taken(places)).toBeDefined();
  const [fourth, fifth] = [taken(places), taken(places)];
  await settled();
  expect([fourth.isGranted, fifth.isGranted]).toEqual([true, false]);
});
