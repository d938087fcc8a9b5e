/** Spoils a definition somewhere, for property tests; nothing but tests imports it. */
import fc from 'fast-check';
import { arbitraryDefinition, type DefinitionOptions } from './arbitrary-state-machine.ts';
import type { Json, JsonObject } from './json.ts';

/** A definition with one member replaced, dropped or added: mostly wrong, sometimes still right. */
export function arbitraryMutation(options?: DefinitionOptions): fc.Arbitrary<Json> {
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
    fc.constantFrom<Json>('$.a[', '{% ( %}', 'States.Format(', '$$', '__proto__', 'JSONata', -1, 'DISTRIBUTED'),
  );
  const steps = fc.array(fc.nat(20), { minLength: 1, maxLength: 9 });
  return fc
    .tuple(arbitraryDefinition(options), steps, fc.option(anything, { nil: undefined }))
    .map(([definition, where, what]) => mutate(definition, where, what));
}

/** `steps` choose where; without a replacement the member goes. */
function mutate(value: Json, steps: readonly number[], replacement: Json | undefined): Json {
  if (typeof value !== 'object' || value === null || steps.length === 0) return replacement ?? null;
  const [step = 0, ...rest] = steps;
  if (Array.isArray(value)) {
    if (value.length === 0) return [replacement ?? null];
    return value.map((item: Json, index) => (index === step % value.length ? mutate(item, rest, replacement) : item));
  }
  const members = { ...(value as JsonObject) };
  const keys = Object.keys(members);
  const key = keys[step % (keys.length + 1)] ?? 'Unknown';
  if (rest.length === 0 && replacement === undefined) delete members[key];
  else members[key] = mutate(members[key] ?? null, rest, replacement);
  return members;
}
