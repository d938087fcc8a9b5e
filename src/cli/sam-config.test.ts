import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPairs, readSamConfig } from './sam-config.ts';

test.each<[text: string | readonly string[], expected: Readonly<Record<string, string>>]>([
  ['A=b', { A: 'b' }],
  ['A=b C="d e" F=\'g h\'', { A: 'b', C: 'd e', F: 'g h' }],
  ['A="say \\"hi\\"" B=', { A: 'say "hi"', B: '' }],
  ['ParameterKey=A,ParameterValue=b ParameterKey=C,ParameterValue="d e"', { A: 'b', C: 'd e' }],
  [['A=b c', 'D="e"'], { A: 'b c', D: 'e' }],
])('pairs: %s', (text, expected) => expect(readPairs(text)).toEqual(expected));

test('settings of the deployment go before those of all commands; other sections and comments are passed over', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-samconfig-'));
  try {
    writeFileSync(
      join(folder, 'samconfig.toml'),
      `# mine
version = 0.1
[default.global.parameters]
stack_name = 'everywhere' # a name
tags = "a=1"
[default.build.parameters]
cached = true
[default.deploy.parameters]
stack_name = "here"
parameter_overrides = [
  "A=one two", # the first
  "B=[x]"
]
`,
    );
    expect(await readSamConfig(folder)).toEqual({
      stackName: 'here',
      parameters: { A: 'one two', B: '[x]' },
      tags: [{ Key: 'a', Value: '1' }],
    });
    writeFileSync(join(folder, 'samconfig.toml'), 'what is this');
    await expect(readSamConfig(folder)).rejects.toThrow("'what is this' is neither a section nor a setting");
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('without a file there is nothing, unless an environment was asked for', async () => {
  expect(await readSamConfig('/nowhere')).toEqual({ parameters: {} });
  await expect(readSamConfig('/nowhere', 'prod')).rejects.toThrow('there is no samconfig.toml');
});
