import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arbitraryMutation } from './arbitrary-mutation.ts';
import { arbitraryDefinition } from './arbitrary-state-machine.ts';
import { diagnosticsToMessage } from './diagnostics-to-message.ts';
import type { Json } from './json.ts';
import { parseStateMachine } from './parse-state-machine.ts';
import { variableReferences } from './variable-references.ts';

test('every generated definition is accepted, and its compiled form survives JSON', () => {
  fc.assert(
    fc.property(arbitraryDefinition(), (definition) => {
      const parsed = parseStateMachine(JSON.stringify(definition));
      expect(diagnosticsToMessage(parsed.diagnostics)).toBe("Invalid State Machine Definition: ''");
      if (parsed.ok) expect(JSON.parse(JSON.stringify(parsed.machine))).toEqual(parsed.machine);
    }),
    { numRuns: 200 },
  );
});

test('a mutated definition gives a machine or diagnostics, never a throw', () => {
  fc.assert(
    fc.property(arbitraryMutation(), (definition) => {
      const text = JSON.stringify(definition);
      const parsed = parseStateMachine(text);
      expect(parsed.ok || parsed.diagnostics.length > 0).toBe(true);
      variableReferences(text);
    }),
    { numRuns: 1_000 },
  );
});

test('text cut or spoilt anywhere gives a machine or diagnostics, never a throw', () => {
  fc.assert(
    fc.property(arbitraryDefinition(), fc.nat(), fc.string({ maxLength: 3 }), (definition, where, what) => {
      const text = JSON.stringify(definition);
      const at = where % text.length;
      for (const format of ['json', 'yaml'] as const) {
        for (const spoilt of [text.slice(0, at), text.slice(0, at) + what + text.slice(at + 1)]) {
          const parsed = parseStateMachine(spoilt, { format });
          expect(parsed.ok || parsed.diagnostics.length > 0).toBe(true);
        }
      }
    }),
    { numRuns: 150 },
  );
});

test.each<[name: string, text: string, format: 'json' | 'yaml']>([
  ['arrays', '['.repeat(1_000_000), 'json'],
  ['objects', '{"a":'.repeat(200_000), 'json'],
  ['flow sequences of YAML', `a: ${'['.repeat(50_000)}`, 'yaml'],
  [
    'JSONata',
    `{"QueryLanguage":"JSONata","StartAt":"x","States":{"x":{"Type":"Pass","Output":"{% ${'('.repeat(90_000)} %}","End":true}}}`,
    'json',
  ],
])('deep %s are refused, not overflown', (_name, text, format) => {
  expect(parseStateMachine(text, { format }).ok).toBe(false);
});

test('branches may nest as deep as the limit and no deeper', () => {
  const nest = (levels: number): string => {
    let state = '{"Type":"Succeed"}';
    for (let level = 0; level < levels; level++) {
      state = `{"Type":"Parallel","End":true,"Branches":[{"StartAt":"s${level}","States":{"s${level}":${state}}}]}`;
    }
    return `{"StartAt":"top","States":{"top":${state}}}`;
  };
  expect(parseStateMachine(nest(100)).ok).toBe(true);
  expect(parseStateMachine(nest(101)).diagnostics).toMatchObject([{ code: 'TOO_DEEPLY_NESTED' }]);
});

test('a definition of one mebibyte compiles in under a second', () => {
  const states: Record<string, Json> = { end: { Type: 'Fail' } };
  const count = 3_600;
  for (let index = 0; index < count; index++) {
    states[`s${index}`] = {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'f', 'a.$': '$.a.b', 'b.$': "States.Format('{} {}', $.a, $$.Execution.Id)" },
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 3 }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'end' }],
      ...(index + 1 < count ? { Next: `s${index + 1}` } : { End: true }),
    };
  }
  const text = JSON.stringify({ StartAt: 's0', States: states });
  expect(text.length).toBeGreaterThan(1_000_000);
  // The quickest of three: others use the machine, too.
  const timesMs = Array.from({ length: 3 }, () => {
    const before = performance.now();
    expect(parseStateMachine(text).ok).toBe(true);
    return performance.now() - before;
  });
  expect(Math.min(...timesMs)).toBeLessThan(1_000);
});
