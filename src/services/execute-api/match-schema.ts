/**
 * JSON Schema, draft 4, as models are written in it. A keyword that is not carried makes a schema fail loudly, never pass silently.
 * References go to `#/definitions/…` of the schema itself or to another model.
 */
import type { Json, JsonObject } from '../../asl/json.ts';
import { isJsonArray, isJsonObject, jsonEquals } from '../../query/json-value.ts';
import { TemplateError } from './vtl/template-error.ts';

type Schemas = Readonly<Record<string, Json>>;
type Check = (value: Json, argument: Json, schema: JsonObject, scope: Scope) => boolean;

interface Scope {
  readonly models: Schemas;
  readonly root: Json;
  readonly depth: number;
}

const MAX_DEPTH = 200;
const ANNOTATIONS = new Set([
  '$schema',
  'id',
  '$id',
  'title',
  'description',
  'default',
  'example',
  'examples',
  'definitions',
  'format',
  'readOnly',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'additionalItems',
  'xml',
  'externalDocs',
  'deprecated',
  'nullable',
]);

export function matchesSchema(value: Json, schema: Json, models: Schemas): boolean {
  return matches(value, schema, { models, root: schema, depth: 0 });
}

function matches(value: Json, schema: Json, scope: Scope): boolean {
  if (typeof schema === 'boolean') return schema;
  if (!isJsonObject(schema)) return true;
  if (scope.depth > MAX_DEPTH) throw new TemplateError('A model refers to itself too deeply');
  const inner = { ...scope, depth: scope.depth + 1 };
  const ref = schema['$ref'];
  if (typeof ref === 'string') return matchesReference(value, ref, inner);
  return Object.entries(schema).every(([keyword, argument]) => {
    if (ANNOTATIONS.has(keyword) || keyword.startsWith('x-')) return true;
    const check = Object.hasOwn(CHECKS, keyword) ? CHECKS[keyword] : undefined;
    if (!check) throw new TemplateError(`The model's keyword ${keyword} is not supported`);
    return check(value, argument, schema, inner);
  });
}

function matchesReference(value: Json, ref: string, scope: Scope): boolean {
  const model = /\/models\/([^/#]+)$/.exec(ref)?.[1];
  if (model !== undefined) {
    const schema = scope.models[model];
    if (schema === undefined) throw new TemplateError(`A model refers to ${model}, which is not there`);
    return matches(value, schema, { ...scope, root: schema });
  }
  let schema: Json | undefined = scope.root;
  for (const part of ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter((one) => one !== '')) {
    schema = isJsonObject(schema) ? schema[part] : undefined;
  }
  if (schema === undefined) throw new TemplateError(`A model refers to ${ref}, which is not there`);
  return matches(value, schema, scope);
}

const TYPES: Readonly<Record<string, (value: Json) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
  array: (value) => isJsonArray(value),
  object: (value) => isJsonObject(value),
};

const text = (value: Json, check: (text: string) => boolean): boolean => typeof value !== 'string' || check(value);
const number = (value: Json, check: (value: number) => boolean): boolean => typeof value !== 'number' || check(value);
const list = (value: Json, check: (items: readonly Json[]) => boolean): boolean => !isJsonArray(value) || check(value);
const object = (value: Json, check: (value: JsonObject) => boolean): boolean => !isJsonObject(value) || check(value);
const schemas = (argument: Json): readonly Json[] => (isJsonArray(argument) ? argument : []);

const CHECKS: Readonly<Record<string, Check>> = {
  type: (value, argument) =>
    (isJsonArray(argument) ? argument : [argument]).some((name) => TYPES[String(name)]?.(value) ?? false),
  enum: (value, argument) => schemas(argument).some((one) => jsonEquals(one, value)),
  const: (value, argument) => jsonEquals(argument, value),
  required: (value, names) => object(value, (all) => schemas(names).every((name) => Object.hasOwn(all, String(name)))),
  properties: (value, argument, _schema, scope) =>
    object(value, (all) =>
      Object.entries(isJsonObject(argument) ? argument : {}).every(
        ([name, schema]) => !Object.hasOwn(all, name) || matches(all[name]!, schema, scope),
      ),
    ),
  patternProperties: (value, argument, _schema, scope) =>
    object(value, (all) =>
      Object.entries(isJsonObject(argument) ? argument : {}).every(([pattern, schema]) =>
        Object.entries(all).every(
          ([name, member]) => !new RegExp(pattern).test(name) || matches(member, schema, scope),
        ),
      ),
    ),
  additionalProperties: (value, argument, schema, scope) =>
    object(value, (all) => {
      const known = isJsonObject(schema['properties']) ? schema['properties'] : {};
      const patterns = Object.keys(isJsonObject(schema['patternProperties']) ? schema['patternProperties'] : {});
      return Object.entries(all)
        .filter(([name]) => !Object.hasOwn(known, name) && !patterns.some((pattern) => new RegExp(pattern).test(name)))
        .every(([, member]) => matches(member, argument, scope));
    }),
  minProperties: (value, argument) => object(value, (all) => Object.keys(all).length >= Number(argument)),
  maxProperties: (value, argument) => object(value, (all) => Object.keys(all).length <= Number(argument)),
  items: (value, argument, _schema, scope) =>
    list(value, (all) =>
      isJsonArray(argument)
        ? all.every((item, index) => argument[index] === undefined || matches(item, argument[index]!, scope))
        : all.every((item) => matches(item, argument, scope)),
    ),
  minItems: (value, argument) => list(value, (all) => all.length >= Number(argument)),
  maxItems: (value, argument) => list(value, (all) => all.length <= Number(argument)),
  uniqueItems: (value, argument) =>
    argument !== true ||
    list(value, (all) => all.every((one, index) => all.findIndex((other) => jsonEquals(one, other)) === index)),
  minLength: (value, argument) => text(value, (all) => [...all].length >= Number(argument)),
  maxLength: (value, argument) => text(value, (all) => [...all].length <= Number(argument)),
  pattern: (value, argument) => text(value, (all) => new RegExp(String(argument), 'u').test(all)),
  minimum: (value, argument, schema) =>
    number(value, (one) => (schema['exclusiveMinimum'] === true ? one > Number(argument) : one >= Number(argument))),
  maximum: (value, argument, schema) =>
    number(value, (one) => (schema['exclusiveMaximum'] === true ? one < Number(argument) : one <= Number(argument))),
  multipleOf: (value, argument) => number(value, (one) => Number.isInteger(one / Number(argument))),
  allOf: (value, argument, _schema, scope) => schemas(argument).every((schema) => matches(value, schema, scope)),
  anyOf: (value, argument, _schema, scope) => schemas(argument).some((schema) => matches(value, schema, scope)),
  oneOf: (value, argument, _schema, scope) =>
    schemas(argument).filter((schema) => matches(value, schema, scope)).length === 1,
  not: (value, argument, _schema, scope) => !matches(value, argument, scope),
};
