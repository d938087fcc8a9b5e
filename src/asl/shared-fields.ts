/** The fields that several state types share. */

import { checkTemplate, inputPath, pathOrNull, resultPath } from './check-json-path.ts';
import { checkJsonataPayload } from './check-jsonata.ts';
import { filledText, flag, oneOf, text } from './check-values.ts';
import type { Json } from './json.ts';
import { isObject } from './parse-definition.ts';
import type { Place } from './place.ts';
import type { Check, FieldGroup, FieldRule, StateContext } from './validate-fields.ts';

type Fields = Readonly<Record<string, FieldRule>>;

/** A payload of either language. */
export const payload: Check = (value, place, context) => {
  if (context.language === 'JSONata') checkJsonataPayload(value, place, context);
  else checkTemplate(value, place, context);
};

const variableName = /^[\p{ID_Start}_][\p{ID_Continue}]*$/u;
const longestVariableName = 80;

export const assign: Check = (value, place, context) => {
  if (!isObject(value)) {
    context.findings.error(place, 'Expected value of type [OBJECT]');
    return;
  }
  for (const key of Object.keys(value)) checkVariableName(key, place, context);
  payload(value, place, context);
};

function checkVariableName(key: string, place: Place, context: StateContext): void {
  const name = context.language === 'JSONPath' && key.endsWith('.$') ? key.slice(0, -2) : key;
  if (name === 'states') {
    context.findings.error(place, "Cannot assign to reserved variable '$states'.", 'RESERVED_VARIABLE_NAME');
  } else if (!variableName.test(name)) {
    const message = `Invalid variable name '${name}': the variable name contains invalid characters.`;
    context.findings.error(place, message, 'INVALID_VARIABLE_NAME');
  } else if (name.length > longestVariableName) {
    const limit = `the variable name exceeds the ${longestVariableName}-character limit.`;
    context.findings.error(place, `Invalid variable name '${name}': ${limit}`, 'INVALID_VARIABLE_NAME');
  }
}

export const commonFields: Fields = {
  Type: { check: text },
  Comment: { check: text },
  QueryLanguage: { check: oneOf('JSONPath', 'JSONata') },
};

export const inputOutputFields: Fields = {
  InputPath: { check: inputPath, language: 'JSONPath' },
  OutputPath: { check: pathOrNull, language: 'JSONPath' },
  Output: { check: payload, language: 'JSONata' },
};

export const assignField: Fields = { Assign: { check: assign } };

export const transitionFields: Fields = { Next: { check: filledText }, End: { check: flag } };

export const transitionGroup: FieldGroup = { names: ['Next', 'End'], isRequired: true };

export const parametersField: Fields = { Parameters: { check: payload, language: 'JSONPath' } };

export const argumentsField: Fields = { Arguments: { check: payload, language: 'JSONata' } };

export const resultPathField: Fields = { ResultPath: { check: resultPath, language: 'JSONPath' } };

export const resultSelectorField: Fields = { ResultSelector: { check: objectTemplate, language: 'JSONPath' } };

/** A payload template that must be an object, of either language. */
function objectTemplate(value: Json, place: Place, context: StateContext): void {
  if (isObject(value)) payload(value, place, context);
  else context.findings.error(place, 'Expected value of type [OBJECT]');
}
