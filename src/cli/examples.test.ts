import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyExample, listExamples, readmeOfCopy } from './examples.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-new-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every example has a line', async () => {
  const examples = await listExamples();
  expect(examples.map(({ name }) => name)).toEqual([
    'batch',
    'http-processing',
    'quality-control',
    'random-mean',
    'table-map',
  ]);
  for (const { description } of examples) expect(description).toMatch(/^[A-Z].{20,110}$/);
});

describe.each(['batch', 'http-processing', 'quality-control', 'random-mean', 'table-map'])('%s', (name) => {
  let copy: string;
  let steps: string[];
  beforeAll(async () => {
    copy = join(folder, name);
    steps = await copyExample(name, copy);
  });
  const text = (path: string): string => readFileSync(join(copy, path), 'utf8');

  test('the copy stands alone', () => {
    const files = readdirSync(copy, { recursive: true, encoding: 'utf8' });
    expect(files).toEqual(expect.arrayContaining(['.gitignore', 'README.md', 'package.json', 'template.yaml']));
    expect(files.filter((file) => /\.test\.ts$|node_modules|\.build|cdk\.out|\.stepwell/.test(file))).toEqual([]);
    expect(text('.gitignore').split('\n')).toEqual(expect.arrayContaining(['node_modules/', '.build/', '.stepwell/']));
    for (const file of files.filter((one) => one.endsWith('.ts')))
      for (const [, imported] of text(file).matchAll(/from '(\.[^']+)'/g))
        expect(existsSync(join(copy, file, '..', imported!)), `${file} imports ${imported}`).toBe(true);
  });

  test('package.json names what is imported, and no script for tests that are not there', () => {
    const own = JSON.parse(text('package.json')) as Record<string, Record<string, string> | undefined>;
    const known = Object.keys({ ...own['dependencies'], ...own['devDependencies'] });
    for (const file of readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter((one) => one.endsWith('.ts')))
      for (const [, imported] of text(file).matchAll(/from '((?:@[\w-]+\/)?[\w-]+)[^:']*'/g))
        expect(known, `${file} imports ${imported}`).toContain(imported);
    expect(own['scripts']?.['test']).toBeUndefined();
    expect(known).not.toContain('vitest');
  });

  test('its README speaks of the copy', () => {
    const readme = text('README.md');
    expect(readme).not.toMatch(/examples\/|root of this repository|^cd \.$/m);
    expect(readme).toMatch(/stepwell deploy \.$/m);
  });

  test('the next steps go there, install, and run it', () => {
    expect(steps.slice(0, 2)).toEqual([expect.stringMatching(`^cd .*${name}$`), 'npm install']);
    expect(steps.at(-1)).toMatch(name === 'batch' ? /^stepwell demo \.$/ : new RegExp(`^stepwell run ${name}\\b`));
    if (name !== 'batch') expect(steps.slice(2, 4)).toEqual(['stepwell start', 'stepwell deploy .']);
    for (const step of steps.filter((one) => /^(aws|npm run) /.test(one))) expect(text('README.md')).toContain(step);
  });
});

test.each<[name: string, example: string, make: (path: string) => void, message: string]>([
  ['an example that is not there', 'nothing', () => {}, "There is no example 'nothing'. There are: batch, http-"],
  ['a way out of the examples', '../src', () => {}, "There is no example '../src'"],
  ['a file', 'batch', (path) => writeFileSync(path, ''), 'is a file: name a folder'],
  [
    'a folder that holds something',
    'batch',
    (path) => {
      mkdirSync(path);
      writeFileSync(join(path, 'mine'), '');
    },
    'is there already and not empty',
  ],
])('%s is refused', async (name, example, make, message) => {
  const path = join(folder, `refused ${name}`);
  make(path);
  await expect(copyExample(example, path)).rejects.toMatchObject({
    message: expect.stringContaining(message),
    exitCode: 2,
  });
});

test('an empty folder with a space in its name is taken, and quoted', async () => {
  const path = join(folder, "it's empty");
  mkdirSync(path);
  const [first] = await copyExample('random-mean', path);
  expect(first).toMatch(/^cd '.*it'\\''s empty'$/);
  expect(existsSync(join(path, 'database/template.yaml'))).toBe(true);
});

test.each<[before: string, after: string]>([
  ['stepwell deploy examples/batch --watch', 'stepwell deploy . --watch'],
  ['head examples/batch/data/sales.csv', 'head data/sales.csv'],
  ['cd examples/batch\nnpm install\n', 'npm install\n'],
  ['in the root of this\nrepository:', 'in the root of this project:'],
])('%j becomes %j', (before, after) => {
  expect(readmeOfCopy(before, 'batch')).toBe(after);
});
