/**
 * Which arguments an optimised integration takes, for creation: a field that its operation lacks is refused in AWS's words, and a required one must be
 * there. The generic integrations of AWS's SDKs are checked when they run, as at AWS.
 */
import { isExactNumber } from '../asl/exact-number.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import type { ServiceIntegration } from '../asl/state-machine.ts';
import type { ArgumentProblem } from '../asl/validate-fields.ts';
import { loadServiceModel, type Shape } from '../gateway/service-model.ts';
import { thinIntegrations } from './optimised-integrations.ts';

interface Fields {
  readonly all: ReadonlySet<string>;
  readonly required: readonly string[];
}

/** Integrations that are no operation of a service. Source: https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html */
const own: Readonly<Record<string, Fields>> = {
  'apigateway:invoke': {
    all: new Set([
      'ApiEndpoint',
      'Method',
      'Headers',
      'Stage',
      'Path',
      'QueryParameters',
      'RequestBody',
      'AllowNullValues',
      'AuthType',
    ]),
    required: ['ApiEndpoint', 'Method'],
  },
  'http:invoke': {
    all: new Set([
      'ApiEndpoint',
      'Method',
      'Authentication',
      'InvocationConfig',
      'Headers',
      'QueryParameters',
      'RequestBody',
      'Transform',
    ]),
    required: ['ApiEndpoint', 'Method'],
  },
};

const operations: Readonly<Record<string, readonly [model: string, operation: string]>> = {
  'lambda:invoke': ['lambda', 'Invoke'],
  'states:startExecution': ['stepfunctions', 'StartExecution'],
  ...Object.fromEntries(thinIntegrations.map(({ resource, model, operation }) => [resource, [model, operation]])),
};

export function argumentProblems({ service, action }: ServiceIntegration, value: JsonObject): ArgumentProblem[] {
  const name = `${service}:${action}`;
  const problems: ArgumentProblem[] = [];
  if (Object.hasOwn(own, name)) checkFields(value, own[name]!, problems);
  const target = Object.hasOwn(operations, name) ? operations[name] : undefined;
  const input = target && loadServiceModel(target[0]).operations.get(target[1])?.input;
  if (input) {
    checkStructure(value, input, [], problems);
    checkRequired(value, [...input.required].map(capital), problems);
  }
  return problems;
}

type Path = readonly (string | number)[];

function checkFields(value: JsonObject, { all, required }: Fields, problems: ArgumentProblem[]): void {
  for (const name of Object.keys(value)) if (!all.has(name)) problems.push(unsupported(name, []));
  checkRequired(value, required, problems);
}

function checkRequired(value: JsonObject, required: readonly string[], problems: ArgumentProblem[]): void {
  for (const name of required) {
    if (Object.hasOwn(value, name)) continue;
    problems.push({ path: [], message: `The field '${name}' is required but was missing` });
  }
}

function unsupported(name: string, path: Path): ArgumentProblem {
  return { path, message: `The field "${name}" is not supported by Step Functions` };
}

/** Step Functions writes every member with a capital first letter; the rest of a name is not held against its author. */
function checkStructure(value: JsonObject, shape: Shape, path: Path, problems: ArgumentProblem[]): void {
  const members = new Map(shape.members.map((member) => [member.name.toLowerCase(), member]));
  for (const [name, item] of Object.entries(value)) {
    const member = name === capital(name) ? members.get(name.toLowerCase()) : undefined;
    if (member) checkValue(item, member.shape, [...path, name], problems);
    else problems.push(unsupported(name, path));
  }
}

/** What is not of the shape's kind is left to the service: Step Functions turns objects into text where text is wanted. */
function checkValue(value: Json, shape: Shape, path: Path, problems: ArgumentProblem[]): void {
  if (typeof value !== 'object' || value === null || isExactNumber(value)) return;
  if (Array.isArray(value)) {
    const { element } = shape;
    if (shape.type === 'list' && element) {
      for (const [index, item] of value.entries()) checkValue(item, element.shape, [...path, index], problems);
    }
    return;
  }
  const members = value as JsonObject;
  if (shape.type === 'structure') checkStructure(members, shape, path, problems);
  if (shape.type !== 'map' || !shape.value) return;
  for (const [key, item] of Object.entries(members)) checkValue(item, shape.value.shape, [...path, key], problems);
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
