/**
 * Checks a mocked result against the model of the API that the task would have called: names as Step Functions writes them, with a capital first
 * letter; times and blobs as text.
 *
 * 1. Members that the model does not know are let pass: services grow. 2. `STRICT` also asks for the members that the model requires; `PRESENT`
 * looks only at those that are there. 3. An API without a table of shapes is not checked.
 */
import type { Json } from '../../../asl/json.ts';
import type { ServiceIntegration } from '../../../asl/state-machine.ts';
import { AWS_SDK, findSdkOperation } from '../../../connectors/aws-sdk.ts';
import { thinIntegrations } from '../../../connectors/optimised-integrations.ts';
import { loadServiceModel, type Shape } from '../../../gateway/service-model.ts';
import { isJsonNumber } from '../../../query/json-number.ts';
import { isJsonArray, isJsonObject } from '../../../query/json-value.ts';
import { validation } from '../errors.ts';
import type { FieldValidationMode } from './test-state-input.ts';

/** @throws {ApiError} ValidationException */
export function checkMockedResult(resource: ServiceIntegration, result: Json, mode: FieldValidationMode): void {
  // The result of a task that waits for its token is whatever the worker sends.
  if (mode === 'NONE' || resource.pattern === 'WAIT_FOR_TASK_TOKEN') return;
  const expected = outputOf(resource);
  if (!expected) return;
  if (!isJsonObject(result)) throw validation('Mocked result must be a JSON object.');
  checkStructure(result, expected, mode);
}

interface Expected {
  readonly shape: Shape;
  /** Members that the integration fills with JSON of any type in the place of the API's bytes. */
  readonly free: ReadonlySet<string>;
}

const NONE: ReadonlySet<string> = new Set();

function outputOf(resource: ServiceIntegration): Expected | undefined {
  if (resource.service.startsWith(AWS_SDK)) {
    const found = findSdkOperation(resource);
    const shape = typeof found === 'object' ? found.operation.output : undefined;
    return shape && { shape, free: NONE };
  }
  switch (`${resource.service}:${resource.action}`) {
    case 'lambda:invoke':
      return modelOutput('lambda', 'Invoke', new Set(['Payload']));
    case 'states:startExecution':
      return modelOutput('stepfunctions', resource.pattern === 'RUN_JOB' ? 'DescribeExecution' : 'StartExecution');
    default: {
      const thin = thinIntegrations.find(({ resource: name }) => name === `${resource.service}:${resource.action}`);
      return thin && modelOutput(thin.model, thin.operation);
    }
  }
}

function modelOutput(model: string, operation: string, free: ReadonlySet<string> = NONE): Expected | undefined {
  const shape = loadServiceModel(model).operations.get(operation)?.output;
  return shape && { shape, free };
}

function checkStructure(value: Json & object, { shape, free }: Expected, mode: FieldValidationMode): void {
  for (const member of shape.members) {
    const name = capital(member.name);
    const field = (value as { readonly [name: string]: Json | undefined })[name];
    if (field === undefined || field === null) {
      if (mode === 'STRICT' && shape.required.has(member.name)) throw refused(name, 'is required');
    } else if (!free.has(name)) check(name, field, member.shape, mode);
  }
}

function check(name: string, value: Json, shape: Shape, mode: FieldValidationMode): void {
  switch (shape.type) {
    case 'structure':
      if (!isJsonObject(value)) throw refused(name, 'must be an object');
      checkStructure(value, { shape, free: NONE }, mode);
      return;
    case 'map':
      if (!isJsonObject(value)) throw refused(name, 'must be an object');
      for (const member of Object.values(value)) if (shape.value) check(name, member, shape.value.shape, mode);
      return;
    case 'list':
      if (!isJsonArray(value)) throw refused(name, 'must be an array');
      checkLength(name, value.length, shape);
      for (const item of value) if (shape.element) check(name, item, shape.element.shape, mode);
      return;
    case 'boolean':
      if (typeof value !== 'boolean') throw refused(name, 'must be a boolean');
      return;
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
      if (!isJsonNumber(value)) throw refused(name, 'must be a number');
      if (Number(value) < (shape.min ?? -Infinity)) throw refused(name, 'is less than the minimum value');
      if (Number(value) > (shape.max ?? Infinity)) throw refused(name, 'exceeds the maximum value');
      return;
    case 'timestamp':
      if (typeof value !== 'string') throw refused(name, 'must be a string');
      return;
    case 'string':
    case 'blob':
      if (typeof value !== 'string') throw refused(name, 'must be a string');
      if (shape.enum && !shape.enum.includes(value)) throw refused(name, 'is not an expected value');
      checkLength(name, value.length, shape);
  }
}

function checkLength(name: string, length: number, { min = 0, max = Infinity }: Shape): void {
  if (length < min) throw refused(name, 'is smaller than the minimum length');
  if (length > max) throw refused(name, 'exceeds the maximum length');
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
const refused = (field: string, problem: string) =>
  validation(`Mock result schema validation error: Field '${field}' ${problem}`);
