/** Validates the `ItemReader` of a distributed Map. */
import { numberPathOf } from './check-number-path.ts';
import { integer, listOf, oneOf, orExpression, text } from './check-values.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject } from './parse-definition.ts';
import { at, type Place } from './place.ts';
import { argumentsField, parametersField } from './shared-fields.ts';
import { type Check, checkObject, type ObjectRule, type StateContext } from './validate-fields.ts';

const inputTypes = ['MANIFEST', 'JSON', 'CSV', 'JSONL', 'PARQUET'];
const readerResource = /^arn:[^:]+:states:::s3:(getObject|listObjectsV2)$/;
const csvFields = ['CSVHeaderLocation', 'CSVHeaders', 'CSVDelimiter'];

const resource: Check = (value, place, context) => {
  if (typeof value !== 'string') context.findings.error(place, 'Expected value of type [STRING]');
  else if (!readerResource.test(value)) {
    const examples = '[arn:<partition>:states:::s3:getObject, arn:<partition>:states:::s3:listObjectsV2]';
    const message = `The field 'Resource' does not match any of the allowed values. Examples: ${examples}`;
    context.findings.error(place, message);
  }
};

const inputType: Check = (value, place, context) => {
  if (typeof value !== 'string') context.findings.error(place, 'Expected value of type [STRING]');
  else if (!inputTypes.includes(value)) {
    const message = `The field 'InputType' should have one of these values: [${inputTypes.join(', ')}]`;
    context.findings.error(place, message);
  }
};

const configRule: ObjectRule = {
  groups: [{ names: ['MaxItems', 'MaxItemsPath'] }],
  fields: {
    InputType: { check: inputType },
    Transformation: { check: oneOf('NONE', 'LOAD_AND_FLATTEN') },
    CSVHeaderLocation: { check: oneOf('FIRST_ROW', 'GIVEN') },
    CSVHeaders: { check: listOf(text) },
    CSVDelimiter: { check: oneOf('COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB') },
    MaxItems: { check: orExpression(integer({ least: 0, most: 100_000_000 })) },
    MaxItemsPath: { check: numberPathOf, language: 'JSONPath' },
    ManifestType: { check: oneOf('S3_INVENTORY', 'ATHENA_DATA') },
    ItemsPointer: { check: text },
    ExpectedBucketOwner: { check: text },
  },
};

const readerConfig: Check = (value, place, context) => {
  if (!checkObject(value, configRule, place, context)) return;
  checkInputType(value, place, context);
  checkCsv(value, place, context);
};

/** What is in the objects must be told where they are read; an S3 inventory is CSV. */
function checkInputType(config: JsonObject, place: Place, context: StateContext): void {
  const isGiven = Object.hasOwn(config, 'InputType');
  if (config['ManifestType'] === 'S3_INVENTORY' && isGiven) {
    context.findings.error(place, "Field 'InputType' is not supported");
  }
  const isNeeded = config['Transformation'] === 'LOAD_AND_FLATTEN' || config['ManifestType'] === 'ATHENA_DATA';
  if (isNeeded && !isGiven) context.findings.error(place, 'These fields are required: [InputType]');
}

/** CSV headers belong to CSV, and to manifests that list CSV files. */
function checkCsv(config: JsonObject, place: Place, context: StateContext): void {
  const type = config['InputType'];
  if (type === 'CSV' && !Object.hasOwn(config, 'CSVHeaderLocation')) {
    context.findings.error(place, "The field 'CSVHeaderLocation' is required");
  }
  if (type === 'JSON' || type === 'JSONL' || type === 'PARQUET') {
    for (const name of csvFields) {
      if (Object.hasOwn(config, name)) context.findings.error(place, `Field '${name}' is not supported`);
    }
  }
  if (config['CSVHeaderLocation'] === 'GIVEN' && !Object.hasOwn(config, 'CSVHeaders')) {
    context.findings.error(place, 'These fields are required: [CSVHeaders]');
  }
}

const readerRule: ObjectRule = {
  required: ['Resource'],
  fields: {
    Resource: { check: resource },
    ReaderConfig: { check: readerConfig },
    ...parametersField,
    ...argumentsField,
  },
};

export const itemReader: Check = (value, place, context) => {
  if (!checkObject(value, readerRule, place, context)) return;
  checkBucket(value[context.language === 'JSONata' ? 'Arguments' : 'Parameters'], place, context);
};

function checkBucket(parameters: Json | undefined, place: Place, context: StateContext): void {
  const field = context.language === 'JSONata' ? 'Arguments' : 'Parameters';
  if (parameters === undefined) context.findings.error(place, `These fields are required: [${field}]`);
  else if (isObject(parameters) && !Object.hasOwn(parameters, 'Bucket') && !Object.hasOwn(parameters, 'Bucket.$')) {
    context.findings.error(at(place, field), "The field 'Bucket' is required but was missing");
  }
}
