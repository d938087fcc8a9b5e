/** Validates `Retry` and `Catch`: error names, ranges, and `States.ALL` alone and last. */
import { resultPath } from './check-json-path.ts';
import { decimal, filledText, integer, listOf, oneOf, text } from './check-values.ts';
import type { Json } from './json.ts';
import { isObject } from './parse-definition.ts';
import { at, type Place } from './place.ts';
import { assign, payload } from './shared-fields.ts';
import { type Check, checkObject, type FieldRule, type ObjectRule, type StateContext } from './validate-fields.ts';

const mostSeconds = 99_999_999;

const retrierRule: ObjectRule = {
  required: ['ErrorEquals'],
  fields: {
    Comment: { check: text },
    ErrorEquals: { check: listOf(filledText) },
    IntervalSeconds: { check: integer({ least: 1, most: mostSeconds }) },
    MaxAttempts: { check: integer({ least: 0, most: mostSeconds }) },
    BackoffRate: { check: decimal({ least: 1 }) },
    MaxDelaySeconds: { check: integer({ least: 1, most: 31_622_400 }) },
    JitterStrategy: { check: oneOf('NONE', 'FULL') },
  },
};

const inCatcher: (check: Check) => Check = (check) => (value, place, context) =>
  check(value, place, { ...context, isInCatcher: true });

const catcherRule: ObjectRule = {
  required: ['ErrorEquals', 'Next'],
  fields: {
    Comment: { check: text },
    ErrorEquals: { check: listOf(filledText) },
    Next: { check: filledText },
    ResultPath: { check: resultPath, language: 'JSONPath' },
    Assign: { check: inCatcher(assign) },
    Output: { check: inCatcher(payload), language: 'JSONata' },
  },
};

function handlers(rule: ObjectRule): Check {
  const each = listOf((item, place, context) => void checkObject(item, rule, place, context), { mayBeEmpty: true });
  return (value, place, context) => {
    each(value, place, context);
    if (Array.isArray(value)) checkStatesAll(value, place, context);
  };
}

function checkStatesAll(handlersList: readonly Json[], place: Place, context: StateContext): void {
  handlersList.forEach((handler, index) => {
    const names = isObject(handler) ? handler['ErrorEquals'] : undefined;
    if (!Array.isArray(names) || !names.includes('States.ALL')) return;
    if (names.length > 1 || index < handlersList.length - 1) {
      const where = at(at(place, index), 'ErrorEquals');
      context.findings.error(where, 'States.ALL must appear alone and at end of list');
    }
  });
}

export const retryCatchFields: Readonly<Record<string, FieldRule>> = {
  Retry: { check: handlers(retrierRule) },
  Catch: { check: handlers(catcherRule) },
};
