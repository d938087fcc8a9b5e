/** Validates a Wait state: exactly one way to say how long. */
import { referencePath } from './check-json-path.ts';
import { integer, orExpression, timestamp } from './check-values.ts';
import type { Json } from './json.ts';
import type { Place } from './place.ts';
import { assignField, commonFields, inputOutputFields, transitionFields, transitionGroup } from './shared-fields.ts';
import { isJsonataString } from './syntax/parse-jsonata.ts';
import { type Check, checkObject, type ObjectRule, type StateContext } from './validate-fields.ts';

/** A literal timestamp stays allowed in JSONata. */
const timestampOrExpression: Check = (value, place, context) => {
  const isExpression = typeof value === 'string' && context.language === 'JSONata' && isJsonataString(value);
  (isExpression ? orExpression(timestamp) : timestamp)(value, place, context);
};

const waitRule: ObjectRule = {
  groups: [transitionGroup, { names: ['SecondsPath', 'Seconds', 'TimestampPath', 'Timestamp'], isRequired: true }],
  fields: {
    ...commonFields,
    ...inputOutputFields,
    ...assignField,
    ...transitionFields,
    Seconds: { check: orExpression(integer({ least: 0, most: 99_999_999 })) },
    SecondsPath: { check: referencePath(), language: 'JSONPath' },
    Timestamp: { check: timestampOrExpression },
    TimestampPath: { check: referencePath(), language: 'JSONPath' },
  },
};

export function validateWait(state: Json, place: Place, context: StateContext): void {
  checkObject(state, waitRule, place, context);
}
