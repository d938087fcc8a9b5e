/** Validates a Fail state. */
import { pathOrIntrinsic } from './check-json-path.ts';
import { checkJsonataPayload } from './check-jsonata.ts';
import { text } from './check-values.ts';
import type { Json } from './json.ts';
import type { Place } from './place.ts';
import { commonFields } from './shared-fields.ts';
import { type Check, checkObject, type ObjectRule, type StateContext } from './validate-fields.ts';

/** A literal text, in which JSONata may stand. */
const textOrExpression: Check = (value, place, context) => {
  text(value, place, context);
  if (context.language === 'JSONata') checkJsonataPayload(value, place, context);
};

const failRule: ObjectRule = {
  groups: [{ names: ['Error', 'ErrorPath'] }, { names: ['Cause', 'CausePath'] }],
  fields: {
    ...commonFields,
    Error: { check: textOrExpression },
    Cause: { check: textOrExpression },
    ErrorPath: { check: pathOrIntrinsic, language: 'JSONPath' },
    CausePath: { check: pathOrIntrinsic, language: 'JSONPath' },
  },
};

export function validateFail(state: Json, place: Place, context: StateContext): void {
  checkObject(state, failRule, place, context);
}
