/** Values of a template's parameters: given ones, then those given to an earlier deployment, then defaults; checked as CloudFormation does. */
import type { Json, JsonObject } from '../asl/json.ts';
import { DeployError } from './deploy-error.ts';
import type { Template, TemplateParameter } from './template.ts';

const FIELDS = new Set([
  'Type',
  'Default',
  'Description',
  'AllowedValues',
  'AllowedPattern',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
  'NoEcho',
  'ConstraintDescription',
]);

export function readParameters(
  template: Template,
  given: Readonly<Record<string, string>>,
  previous: JsonObject,
): JsonObject {
  for (const name of Object.keys(given)) {
    if (!(name in template.parameters)) throw invalid(`Parameters: [${name}] do not exist in the template`);
  }
  const values: Record<string, Json> = {};
  const missing: string[] = [];
  for (const [name, parameter] of Object.entries(template.parameters)) {
    for (const field of Object.keys(parameter))
      if (!FIELDS.has(field)) throw invalid(`[/Parameters/${name}] Invalid template parameter property '${field}'`);
    const before = previous[name];
    const value =
      given[name] ?? (Array.isArray(before) ? before.join(',') : (before as string | undefined)) ?? parameter.Default;
    if (value === undefined) missing.push(name);
    else values[name] = check(name, parameter, String(value));
  }
  if (missing.length > 0) throw invalid(`Parameters: [${missing.join(', ')}] must have values`);
  return values;
}

function check(name: string, parameter: TemplateParameter, value: string): Json {
  const fail = (what: string): never => {
    throw invalid(
      parameter.ConstraintDescription
        ? `Parameter '${name}' failed to satisfy constraint: ${parameter.ConstraintDescription}`
        : `Parameter '${name}' ${what}`,
    );
  };
  if (parameter.AllowedValues && !parameter.AllowedValues.map(String).includes(value))
    fail(`must be one of AllowedValues [${parameter.AllowedValues.join(', ')}]`);
  if (parameter.AllowedPattern !== undefined && !new RegExp(`^(?:${parameter.AllowedPattern})$`).test(value))
    fail(`must match pattern ${parameter.AllowedPattern}`);
  if (parameter.MinLength !== undefined && value.length < Number(parameter.MinLength))
    fail(`must contain at least ${parameter.MinLength} characters`);
  if (parameter.MaxLength !== undefined && value.length > Number(parameter.MaxLength))
    fail(`must contain at most ${parameter.MaxLength} characters`);
  if (parameter.Type === 'Number') {
    if (value.trim() === '' || Number.isNaN(Number(value))) fail(`must be a number: '${value}' is not`);
    if (parameter.MinValue !== undefined && Number(value) < Number(parameter.MinValue))
      fail(`must be a number not less than ${parameter.MinValue}`);
    if (parameter.MaxValue !== undefined && Number(value) > Number(parameter.MaxValue))
      fail(`must be a number not greater than ${parameter.MaxValue}`);
  }
  const isList = parameter.Type === 'CommaDelimitedList' || parameter.Type.startsWith('List<');
  return isList ? value.split(',').map((item) => item.trim()) : value;
}

function invalid(message: string): DeployError {
  return new DeployError('INVALID_PARAMETER', message);
}
