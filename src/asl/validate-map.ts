/** Validates a Map state; its processor goes through the validator of graphs. */

import { referencePath } from './check-json-path.ts';
import { checkExpression } from './check-jsonata.ts';
import { numberPathOf } from './check-number-path.ts';
import { decimal, integer, orExpression } from './check-values.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject } from './parse-definition.ts';
import { at, type Place } from './place.ts';
import {
  assignField,
  commonFields,
  inputOutputFields,
  parametersField,
  payload,
  resultPathField,
  resultSelectorField,
  transitionFields,
  transitionGroup,
} from './shared-fields.ts';
import { isJsonataString } from './syntax/parse-jsonata.ts';
import { type Check, checkObject, type ObjectRule, type StateContext } from './validate-fields.ts';
import { itemBatcher } from './validate-item-batcher.ts';
import { itemReader } from './validate-item-reader.ts';
import type { ValidateGraph } from './validate-parallel.ts';
import { resultWriter } from './validate-result-writer.ts';
import { retryCatchFields } from './validate-retry-catch.ts';

const longestLabel = 40;
// biome-ignore lint/suspicious/noControlCharactersInRegex: AWS refuses control characters in labels, and they must be named here.
const forbiddenInLabels = /[\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]/;
const distributedOnly = ['ItemReader', 'ItemBatcher', 'ResultWriter'];

const label: Check = (value, place, context) => {
  if (typeof value !== 'string') context.findings.error(place, 'Expected value of type [STRING]');
  else if (value === '') context.findings.error(place, 'Label cannot be empty', 'INVALID_LABEL_NAME');
  else if ([...value].length > longestLabel) {
    const message = `Label '${value}' exceeds the ${longestLabel}-character limit allowed by the service`;
    context.findings.error(place, message, 'INVALID_LABEL_NAME');
  } else if (forbiddenInLabels.test(value)) {
    context.findings.error(place, `Label '${value}' contains invalid characters`, 'INVALID_LABEL_NAME');
  } else if (context.machine.labels.has(value)) {
    context.findings.error(place, `Duplicate Label name: ${value}`, 'DUPLICATE_LABEL_NAME');
  } else context.machine.labels.add(value);
};

/** An array or an object, literal or from an expression. */
const items: Check = (value, place, context) => {
  if (typeof value !== 'string') {
    if (typeof value === 'object' && value !== null) payload(value, place, context);
    else context.findings.error(place, 'Expected value of type [ARRAY, OBJECT, STRING]');
  } else if (isJsonataString(value)) checkExpression(value, place, context);
  else context.findings.error(place, 'JSONata string must start with {% and end with %}');
};

function mapRule(validateProcessor: ValidateGraph): ObjectRule {
  return {
    groups: [
      transitionGroup,
      { names: ['ItemProcessor', 'Iterator'], isRequired: true },
      { names: ['ItemSelector', 'Parameters'] },
      { names: ['MaxConcurrency', 'MaxConcurrencyPath'] },
      { names: ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'] },
      { names: ['ToleratedFailureCount', 'ToleratedFailureCountPath'] },
    ],
    fields: {
      ...commonFields,
      ...inputOutputFields,
      ...assignField,
      ...transitionFields,
      ...parametersField,
      ...resultPathField,
      ...resultSelectorField,
      ...retryCatchFields,
      ItemProcessor: { check: validateProcessor },
      Iterator: { check: validateProcessor },
      ItemsPath: { check: referencePath(), language: 'JSONPath' },
      Items: { check: items, language: 'JSONata' },
      ItemSelector: { check: payload },
      MaxConcurrency: { check: orExpression(integer({ least: 0 })) },
      MaxConcurrencyPath: { check: numberPathOf, language: 'JSONPath' },
      ToleratedFailurePercentage: { check: orExpression(decimal({ least: 0, most: 100 })) },
      ToleratedFailurePercentagePath: { check: numberPathOf, language: 'JSONPath' },
      ToleratedFailureCount: { check: orExpression(integer({ least: 0 })) },
      ToleratedFailureCountPath: { check: numberPathOf, language: 'JSONPath' },
      ItemReader: { check: itemReader },
      ItemBatcher: { check: itemBatcher },
      ResultWriter: { check: resultWriter },
      Label: { check: label },
    },
  };
}

export function mapValidator(validateProcessor: ValidateGraph): ValidateGraph {
  const rule = mapRule(validateProcessor);
  return (state, place, context) => {
    if (checkObject(state, rule, place, context)) checkMode(state, place, context);
  };
}

/** Inline maps have no reader, batcher or writer; distributed ones need an engine that runs them. */
function checkMode(state: JsonObject, place: Place, context: StateContext): void {
  const isDistributed = modeOf(state) === 'DISTRIBUTED';
  if (!isDistributed) {
    for (const name of distributedOnly) {
      if (Object.hasOwn(state, name)) context.findings.error(place, `Field '${name}' is not supported`);
    }
  } else if (context.machine.machineType === 'EXPRESS') {
    const message = "The field 'Mode' with value 'DISTRIBUTED' is not supported inside 'EXPRESS' state machines";
    const processor = Object.hasOwn(state, 'ItemProcessor') ? 'ItemProcessor' : 'Iterator';
    context.findings.error(at(at(at(place, processor), 'ProcessorConfig'), 'Mode'), message);
  } else if (!context.machine.supportsDistributedMaps) {
    context.findings.error(place, "Map states with 'Mode' set to 'DISTRIBUTED' are not supported by this version");
  }
}

export function modeOf(state: JsonObject): Json | undefined {
  const processor = state['ItemProcessor'] ?? state['Iterator'];
  const config = isObject(processor) ? processor['ProcessorConfig'] : undefined;
  return isObject(config) ? config['Mode'] : undefined;
}
