/**
 * Checks the JSONata of a definition: every `{% … %}` string must parse and read only what AWS offers where it stands.
 * AWS parses a payload whole: any string of it that opens with `{%` is an expression.
 */
import type { Json } from './json.ts';
import { at, type Place } from './place.ts';
import { isJsonataString, type ParsedJsonata, parseJsonata } from './syntax/parse-jsonata.ts';
import type { StateContext } from './validate-fields.ts';

const statesFields = new Set(['', 'input', 'result', 'context', 'errorOutput']);

/** Checks one string that is an expression. */
export function checkExpression(expression: string, place: Place, context: StateContext): void {
  const parsed = parseOnce(expression, context);
  if (!parsed.ok) {
    context.findings.error(place, parsed.message, parsed.code);
    return;
  }
  for (const field of parsed.source.statesFields) {
    const isBound = statesFields.has(field) && (field !== 'errorOutput' || context.isInCatcher);
    if (!isBound) unsupported(place, `Field '$states.${field}' does not exist.`, context);
  }
  for (const name of parsed.source.topLevelReferences) {
    const where = name === '$$' ? 'is not supported.' : 'at the top level is not supported.';
    unsupported(place, `Reference to '${name}' ${where}`, context);
  }
}

/** Expressions recur in a definition, and parsing them is what takes the time. */
function parseOnce(expression: string, context: StateContext): ParsedJsonata {
  const known = context.machine.expressions.get(expression);
  if (known !== undefined) return known;
  const parsed = parseJsonata(expression);
  context.machine.expressions.set(expression, parsed);
  return parsed;
}

function unsupported(place: Place, message: string, context: StateContext): void {
  context.findings.error(place, message, 'UNSUPPORTED_JSONATA_EXPRESSION');
}

/** Checks every expression in a payload. */
export function checkJsonataPayload(value: Json, place: Place, context: StateContext): void {
  if (typeof value === 'string') {
    if (!value.startsWith('{%')) return;
    if (isJsonataString(value)) checkExpression(value, place, context);
    else context.findings.error(place, 'JSONata string must start with {% and end with %}');
  } else if (Array.isArray(value)) {
    value.forEach((item: Json, index) => {
      checkJsonataPayload(item, at(place, index), context);
    });
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) checkJsonataPayload(member, at(place, key), context);
  }
}
