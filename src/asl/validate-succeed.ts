/** Validates a Succeed state. */
import type { Json } from './json.ts';
import type { Place } from './place.ts';
import { commonFields, inputOutputFields } from './shared-fields.ts';
import { checkObject, type ObjectRule, type StateContext } from './validate-fields.ts';

const succeedRule: ObjectRule = { fields: { ...commonFields, ...inputOutputFields } };

export function validateSucceed(state: Json, place: Place, context: StateContext): void {
  checkObject(state, succeedRule, place, context);
}
