/** Validates a Task state. */
import { checkArguments } from './check-arguments.ts';
import { checkTemplate, referencePath } from './check-json-path.ts';
import { resource } from './check-resource.ts';
import { integer, orExpression } from './check-values.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject } from './parse-definition.ts';
import { parseResource } from './parse-resource.ts';
import { at, type Place } from './place.ts';
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
import { type Check, checkObject, type ObjectRule, type StateContext } from './validate-fields.ts';
import { retryCatchFields } from './validate-retry-catch.ts';

const seconds = orExpression(integer({ least: 1, most: 99_999_999 }));

const credentials: Check = (value, place, context) => {
  if (!isObject(value)) {
    context.findings.error(place, 'Expected value of type [OBJECT]');
    return;
  }
  const isDynamic = context.language === 'JSONPath' && Object.hasOwn(value, 'RoleArn.$');
  if (!Object.hasOwn(value, 'RoleArn') && !isDynamic) {
    context.findings.error(place, "The field 'RoleArn' is required but was missing");
    return;
  }
  for (const name of Object.keys(value)) {
    if (name !== 'RoleArn' && name !== 'RoleArn.$') context.findings.error(place, `Field '${name}' is not supported`);
  }
  if (context.language === 'JSONPath') checkTemplate(value, place, context);
};

const taskRule: ObjectRule = {
  required: ['Resource'],
  groups: [
    transitionGroup,
    { names: ['TimeoutSeconds', 'TimeoutSecondsPath'] },
    { names: ['HeartbeatSeconds', 'HeartbeatSecondsPath'] },
  ],
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
    Resource: { check: resource },
    Credentials: { check: credentials },
    TimeoutSeconds: { check: seconds },
    TimeoutSecondsPath: { check: referencePath(), language: 'JSONPath' },
    HeartbeatSeconds: { check: seconds },
    HeartbeatSecondsPath: { check: referencePath(), language: 'JSONPath' },
  },
};

export function validateTask(state: Json, place: Place, context: StateContext): void {
  if (!checkObject(state, taskRule, place, context)) return;
  checkActivityCredentials(state, place, context);
  checkArguments(state, place, context);
  const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
  if (typeof timeout === 'number' && typeof heartbeat === 'number' && heartbeat > timeout) {
    context.findings.error(
      at(place, 'HeartbeatSeconds'),
      "'HeartbeatSeconds' must not be greater than 'TimeoutSeconds'",
    );
  }
}

function checkActivityCredentials(state: JsonObject, place: Place, context: StateContext): void {
  const arn = state['Resource'];
  if (!Object.hasOwn(state, 'Credentials') || typeof arn !== 'string') return;
  if (parseResource(arn)?.type === 'activity') {
    context.findings.error(at(place, 'Credentials'), "The field 'Credentials' is not supported for activities");
  }
}
