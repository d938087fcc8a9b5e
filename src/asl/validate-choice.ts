/** Validates a Choice state. */
import { filledText, listOf } from './check-values.ts';
import type { Json } from './json.ts';
import type { Place } from './place.ts';
import { assignField, commonFields, inputOutputFields } from './shared-fields.ts';
import { choiceRule } from './validate-choice-rule.ts';
import { checkObject, type ObjectRule, type StateContext } from './validate-fields.ts';

const choiceStateRule: ObjectRule = {
  required: ['Choices'],
  fields: {
    ...commonFields,
    ...inputOutputFields,
    ...assignField,
    Choices: { check: listOf(choiceRule) },
    Default: { check: filledText },
  },
};

export function validateChoice(state: Json, place: Place, context: StateContext): void {
  checkObject(state, choiceStateRule, place, context);
}
