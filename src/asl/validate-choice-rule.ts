/** Validates one rule of a Choice state: a tree of And, Or, Not and comparisons in JSONPath, a `Condition` in JSONata. */
import { choicePath } from './check-json-path.ts';
import { checkExpression } from './check-jsonata.ts';
import { decimal, filledText, flag, listOf, text, timestamp } from './check-values.ts';
import { choiceOperators, type OperandType } from './choice-operators.ts';
import type { Json, JsonObject } from './json.ts';
import type { Place } from './place.ts';
import { assign, payload } from './shared-fields.ts';
import { isJsonataString } from './syntax/parse-jsonata.ts';
import {
  type Check,
  checkGroup,
  checkObject,
  type FieldRule,
  type ObjectRule,
  type StateContext,
} from './validate-fields.ts';

const selectors = ['And', 'Or', 'Not', 'Variable', 'Condition'];
const operatorNames = [...choiceOperators.keys()];

const operandChecks: Readonly<Record<OperandType, Check>> = {
  string: text,
  number: decimal({}),
  boolean: flag,
  timestamp,
  path: choicePath,
};

/** An expression, or a literal boolean. */
const condition: Check = (value, place, context) => {
  if (typeof value === 'boolean') return;
  if (typeof value !== 'string') context.findings.error(place, 'Expected value of type [STRING, BOOLEAN]');
  else if (isJsonataString(value)) checkExpression(value, place, context);
  else context.findings.error(place, 'JSONata string must start with {% and end with %}');
};

const comparisonFields: Readonly<Record<string, FieldRule>> = {
  Comment: { check: text },
  Variable: { check: choicePath, language: 'JSONPath' },
  And: { check: listOf((value, place, context) => checkNested(value, place, context)), language: 'JSONPath' },
  Or: { check: listOf((value, place, context) => checkNested(value, place, context)), language: 'JSONPath' },
  Not: { check: (value, place, context) => checkNested(value, place, context), language: 'JSONPath' },
  ...Object.fromEntries(
    [...choiceOperators].map(([name, operand]): [string, FieldRule] => [
      name,
      { check: operandChecks[operand], language: 'JSONPath' },
    ]),
  ),
};

const nestedRule: ObjectRule = {
  fields: { ...comparisonFields, Condition: { check: condition, language: 'JSONata' } },
};

const topRule: ObjectRule = {
  required: ['Next'],
  fields: {
    ...nestedRule.fields,
    Next: { check: filledText },
    Assign: { check: assign },
    Output: { check: payload, language: 'JSONata' },
  },
};

export const choiceRule: Check = (value, place, context) => {
  if (checkObject(value, topRule, place, context)) checkShape(value, place, context);
};

function checkNested(value: Json, place: Place, context: StateContext): void {
  if (checkObject(value, nestedRule, place, context)) checkShape(value, place, context);
}

function checkShape(rule: JsonObject, place: Place, context: StateContext): void {
  const present = selectors.filter((name) => Object.hasOwn(rule, name));
  if (present.length !== 1) {
    const list = `[${selectors.join(', ')}]`;
    context.findings.error(place, `The object must have only one of the following fields, ${list}`);
  } else if (present[0] === 'Variable') {
    checkGroup(rule, { names: operatorNames, isRequired: true }, place, context);
  } else {
    for (const name of Object.keys(rule)) {
      if (choiceOperators.has(name)) context.findings.error(place, `Field '${name}' is not supported`);
    }
  }
}
