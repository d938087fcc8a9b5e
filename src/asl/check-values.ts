/** Checks of single values that many fields share: types, ranges, enumerations, lists, timestamps. */

import { checkExpression } from './check-jsonata.ts';
import { isExactNumber } from './exact-number.ts';
import { isTimestamp } from './is-timestamp.ts';
import type { Json } from './json.ts';
import { isObject } from './parse-definition.ts';
import { at, type Place } from './place.ts';
import { isJsonataString } from './syntax/parse-jsonata.ts';
import type { Check, StateContext } from './validate-fields.ts';

export const anything: Check = () => {};

export const text: Check = (value, place, context) => {
  if (typeof value !== 'string') context.findings.error(place, 'Expected value of type [STRING]');
};

export const flag: Check = (value, place, context) => {
  if (typeof value !== 'boolean') context.findings.error(place, 'Expected value of type [BOOLEAN]');
};

export const filledText: Check = (value, place, context) => {
  text(value, place, context);
  if (value === '') context.findings.error(place, 'Value cannot be empty');
};

export interface Range {
  readonly least?: number;
  readonly most?: number;
}

export function integer(range: Range): Check {
  return (value, place, context) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) {
      context.findings.error(place, 'Expected value of type [INTEGER]');
    } else checkRange(value, range, place, context, String);
  };
}

export function decimal(range: Range): Check {
  return (value, place, context) => {
    if (typeof value !== 'number' && !isExactNumber(value)) {
      context.findings.error(place, 'Expected value of type [NUMBER]');
    } else checkRange(Number(value), range, place, context, (bound) => bound.toFixed(1));
  };
}

function checkRange(
  value: number,
  { least, most }: Range,
  place: Place,
  context: StateContext,
  print: (bound: number) => string,
): void {
  if (least !== undefined && value < least) context.findings.error(place, `Minimum value is ${print(least)}`);
  if (most !== undefined && value > most) context.findings.error(place, `Maximum value is ${print(most)}`);
}

/** In JSONata a string with an expression may stand for the value; in JSONPath it is checked like any other. */
export function orExpression(check: Check): Check {
  return (value, place, context) => {
    if (context.language === 'JSONata' && typeof value === 'string') {
      if (isJsonataString(value)) checkExpression(value, place, context);
      else context.findings.error(place, 'JSONata string must start with {% and end with %}');
    } else check(value, place, context);
  };
}

export function oneOf(...words: readonly string[]): Check {
  return (value, place, context) => {
    if (typeof value !== 'string') context.findings.error(place, 'Expected value of type [STRING]');
    else if (!words.includes(value)) {
      context.findings.error(place, `Value should be one of the following: [${words.join(', ')}]`);
    }
  };
}

export interface ListRule {
  readonly mayBeEmpty?: boolean;
}

export function listOf(check: Check, { mayBeEmpty = false }: ListRule = {}): Check {
  return (value, place, context) => {
    if (!Array.isArray(value)) {
      context.findings.error(place, 'Expected value of type [ARRAY]');
      return;
    }
    if (value.length === 0 && !mayBeEmpty) context.findings.error(place, 'Value cannot be empty');
    value.forEach((item: Json, index) => {
      check(item, at(place, index), context);
    });
  };
}

export const timestamp: Check = (value, place, context) => {
  if (typeof value !== 'string') context.findings.error(place, 'Expected value of type [STRING]');
  else if (!isTimestamp(value)) context.findings.error(place, 'String does not match RFC3339 timestamp');
};

export const object: Check = (value, place, context) => {
  if (!isObject(value)) context.findings.error(place, 'Expected value of type [OBJECT]');
};
