/** Fields that hold a number, a path to one, or an expression that yields one: timeouts, concurrency, tolerated failures. */

import { stringifyJson } from '../asl/exact-json.ts';
import type { NumberField } from '../asl/state-machine.ts';
import { plainNumber } from '../query/json-number.ts';
import { evaluateJsonata } from '../query/jsonata.ts';
import { evaluatePath } from '../query/path.ts';
import type { Evaluation, Eventually, Scope } from '../query/scope.ts';
import { andThen } from './eventually.ts';

export interface NumberRange {
  readonly kind: 'integer' | 'float';
  readonly min: number;
  readonly max: number;
  /** AWS's sentence for a number outside the range. */
  readonly message: string;
}

type Evaluated = Evaluation<number | undefined>;

export function evaluateNumber(
  field: string,
  value: NumberField | undefined,
  path: string | undefined,
  scope: Scope,
  range: NumberRange,
): Eventually<Evaluated> {
  if (path !== undefined) return numberAt(field, path, scope, range);
  if (value === undefined || typeof value === 'number') return { ok: true, value };
  return andThen(evaluateJsonata(value, scope, field, range.kind === 'integer' ? 'integer' : 'number'), (evaluated) => {
    if (!evaluated.ok) return evaluated;
    const number = evaluated.value as number;
    if (isWithin(number, range)) return { ok: true, value: number };
    return { ok: false, error: { error: 'States.QueryEvaluationError', cause: range.message }, location: field };
  });
}

/** A path may lead to a number or to the text of one. */
function numberAt(field: string, path: string, scope: Scope, range: NumberRange): Evaluated {
  const found = evaluatePath(path, scope);
  if (!found.ok) return found;
  const value = plainNumber(found.value);
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  if (Number.isNaN(number) || (range.kind === 'integer' && !Number.isInteger(number))) {
    const shown = typeof value === 'string' ? value : stringifyJson(found.value);
    const cause = `The ${field}Path field refers to value "${shown}" which is not a valid ${range.kind}: ${path}`;
    return { ok: false, error: { error: 'States.Runtime', cause } };
  }
  if (isWithin(number, range)) return { ok: true, value: number };
  return { ok: false, error: { error: 'States.Runtime', cause: range.message } };
}

function isWithin(value: number, { kind, min, max }: NumberRange): boolean {
  return value >= min && value <= max && (kind === 'float' || Number.isInteger(value));
}
