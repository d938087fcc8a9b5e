/** Validates a Pass state. */
import { anything } from './check-values.ts';
import type { Json } from './json.ts';
import type { Place } from './place.ts';
import {
  assignField,
  commonFields,
  inputOutputFields,
  parametersField,
  resultPathField,
  transitionFields,
  transitionGroup,
} from './shared-fields.ts';
import { checkObject, type ObjectRule, type StateContext } from './validate-fields.ts';

const passRule: ObjectRule = {
  groups: [transitionGroup],
  fields: {
    ...commonFields,
    ...inputOutputFields,
    ...assignField,
    ...transitionFields,
    ...parametersField,
    ...resultPathField,
    Result: { check: anything, language: 'JSONPath' },
  },
};

export function validatePass(state: Json, place: Place, context: StateContext): void {
  checkObject(state, passRule, place, context);
}
