import { expect, test } from 'vitest';
import { startingBox } from './use-pan-zoom.ts';

const view = { width: 600, height: 400 };

test('what fits stands in the middle, and is not blown up', () => {
  expect(startingBox(view, { width: 200, height: 100 }, undefined, 0.8)).toEqual({
    x: -200,
    y: -150,
    width: 600,
    height: 400,
  });
});

test('what is too high to be read whole is shown from its top', () => {
  const { y, height } = startingBox(view, { width: 200, height: 4_000 }, undefined, 0.8);
  expect(y).toBe(-24);
  expect(height).toBe(500);
});

test('or where there is something to look at, and never past its end', () => {
  const content = { width: 200, height: 4_000 };
  const at = (y: number) => startingBox(view, content, { x: 0, y, width: 200, height: 48 }, 0.8);
  expect(at(2_000).y).toBe(1_774);
  expect(at(3_990).y).toBe(4_024 - 500);
});

test('the whole, if asked for, however small', () => {
  const { width, height } = startingBox(view, { width: 200, height: 4_000 }, undefined, 0);
  expect(height).toBe(4_048);
  expect(width).toBe(6_072);
});
