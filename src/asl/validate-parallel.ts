/** Validates a Parallel state and the graphs of its branches. */
import { listOf } from './check-values.ts';
import type { Json } from './json.ts';
import type { Place } from './place.ts';
import {
  argumentsField,
  assignField,
  commonFields,
  inputOutputFields,
  parametersField,
  resultPathField,
  resultSelectorField,
  transitionFields,
  transitionGroup,
} from './shared-fields.ts';
import { checkObject, type ObjectRule, type StateContext } from './validate-fields.ts';
import { retryCatchFields } from './validate-retry-catch.ts';

export type ValidateGraph = (graph: Json, place: Place, context: StateContext) => void;

export function parallelValidator(validateBranch: ValidateGraph): ValidateGraph {
  const parallelRule: ObjectRule = {
    required: ['Branches'],
    groups: [transitionGroup],
    fields: {
      ...commonFields,
      ...inputOutputFields,
      ...assignField,
      ...transitionFields,
      ...parametersField,
      ...argumentsField,
      ...resultPathField,
      ...resultSelectorField,
      ...retryCatchFields,
      Branches: { check: listOf(validateBranch) },
    },
  };
  return (state, place, context) => void checkObject(state, parallelRule, place, context);
}
