/** Validates the `ResultWriter` of a distributed Map: a destination in S3, a format, or both. */
import { oneOf } from './check-values.ts';
import { argumentsField, parametersField } from './shared-fields.ts';
import { type Check, checkObject, type ObjectRule } from './validate-fields.ts';

const writerResource = /^arn:[^:]+:states:::s3:putObject$/;

const resource: Check = (value, place, context) => {
  if (typeof value !== 'string') context.findings.error(place, 'Expected value of type [STRING]');
  else if (!writerResource.test(value)) {
    const examples = '[arn:<partition>:states:::s3:putObject]';
    const message = `The field 'Resource' does not match any of the allowed values. Examples: ${examples}`;
    context.findings.error(place, message);
  }
};

const configRule: ObjectRule = {
  fields: {
    Transformation: { check: oneOf('NONE', 'COMPACT', 'FLATTEN') },
    OutputType: { check: oneOf('JSON', 'JSONL') },
  },
};

const writerRule: ObjectRule = {
  fields: {
    Resource: { check: resource },
    WriterConfig: { check: (value, place, context) => void checkObject(value, configRule, place, context) },
    ...parametersField,
    ...argumentsField,
  },
};

export const resultWriter: Check = (value, place, context) => {
  if (!checkObject(value, writerRule, place, context)) return;
  const destination = context.language === 'JSONata' ? 'Arguments' : 'Parameters';
  const hasResource = Object.hasOwn(value, 'Resource');
  const hasDestination = Object.hasOwn(value, destination);
  if (hasResource && !hasDestination) context.findings.error(place, `These fields are required: [${destination}]`);
  else if (!hasResource && hasDestination) context.findings.error(place, 'These fields are required: [Resource]');
  else if (!hasResource && !Object.hasOwn(value, 'WriterConfig')) {
    context.findings.error(place, 'These fields are required: [Resource]');
  }
};
