/**
 * The Rules of a template: assertions about its parameters, checked before anything is made.
 *
 * `CheckBootstrapVersion` of the CDK asks for a bootstrapped account. Nothing here needs one: it is kept only where a bootstrap stack has
 * left its parameter.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import { DeployError } from './deploy-error.ts';
import { type ResolveContext, resolve } from './resolve.ts';
import type { StackPlace } from './stack.ts';
import { isObject, type Template } from './template.ts';

/** @throws {DeployError} with the description of the first assertion that does not hold */
export function checkRules(
  rules: Json | undefined,
  template: Template,
  values: JsonObject,
  { region, account }: StackPlace,
): void {
  const context: ResolveContext = {
    template,
    parameters: values,
    pseudo: { 'AWS::Region': region, 'AWS::AccountId': account, 'AWS::Partition': 'aws' },
    ref: () => undefined,
    attribute: () => undefined,
  };
  for (const [name, rule] of Object.entries(isObject(rules) ? rules : {})) {
    if (!isObject(rule) || !Array.isArray(rule['Assertions']))
      throw new DeployError('INVALID_TEMPLATE', `Template format error: [/Rules/${name}] Assertions must be a list`);
    if (name === 'CheckBootstrapVersion' && !isBootstrapped(values)) continue;
    if (rule['RuleCondition'] !== undefined && !holds(rule['RuleCondition'], name, context)) continue;
    for (const one of rule['Assertions'] as readonly JsonObject[]) {
      if (holds(one['Assert'] as Json, name, context)) continue;
      const description = String(one['AssertDescription'] ?? `the assertion of the rule ${name} does not hold`);
      throw new DeployError('INVALID_PARAMETER', `Template validation error: ${description}`);
    }
  }
}

/** A value that stood for a parameter's name was never found. */
function isBootstrapped({ BootstrapVersion: version }: JsonObject): boolean {
  return typeof version === 'string' && /^\d+$/.test(version);
}

function holds(value: Json, rule: string, context: ResolveContext): boolean {
  if (typeof value === 'boolean') return value;
  const [name = '', argument = null] = isObject(value) ? (Object.entries(value)[0] ?? []) : [];
  const parts = Array.isArray(argument) ? (argument as readonly Json[]) : [];
  const [left = null, right = null] = parts;
  switch (name) {
    case 'Fn::And':
      return parts.every((part) => holds(part, rule, context));
    case 'Fn::Or':
      return parts.some((part) => holds(part, rule, context));
    case 'Fn::Not':
      return !holds(left, rule, context);
    case 'Fn::Equals':
      return String(resolve(left, context)) === String(resolve(right, context));
    case 'Fn::Contains':
      return texts(left, context).includes(String(resolve(right, context)));
    case 'Fn::EachMemberEquals':
      return texts(left, context).every((one) => one === String(resolve(right, context)));
    case 'Fn::EachMemberIn':
      return texts(left, context).every((one) => texts(right, context).includes(one));
    default:
      throw new DeployError('UNSUPPORTED', `[/Rules/${rule}] the function ${name} is not supported in rules`);
  }
}

function texts(value: Json, context: ResolveContext): readonly string[] {
  const resolved = resolve(value, context);
  return Array.isArray(resolved) ? resolved.map(String) : [String(resolved)];
}
