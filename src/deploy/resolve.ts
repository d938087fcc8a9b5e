/**
 * Resolves CloudFormation's intrinsic functions in a template against parameters, mappings, conditions and resources.
 * Pure: what a `Ref` or `Fn::GetAtt` of a resource yields is asked of the caller. Unknown functions and names are errors.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import { DeployError } from './deploy-error.ts';
import { isObject, type Template, type TemplateResource } from './template.ts';

export interface ResolveContext {
  readonly template: Template;
  /** Values of the template's parameters; lists are arrays. */
  readonly parameters: JsonObject;
  /** `AWS::Region`, `AWS::AccountId`, `AWS::StackName`, … */
  readonly pseudo: JsonObject;
  /** What `Ref` yields for a resource; `undefined` if it is not known yet or its condition is false. */
  ref(logicalId: string): Json | undefined;
  attribute(logicalId: string, name: string): Json | undefined;
  /** What another stack exports under this name. */
  importValue?(name: string): string | undefined;
  /** Conditions that are being evaluated: one that asks for itself has no value. */
  readonly asking?: ReadonlySet<string>;
}

/** Stands for `AWS::NoValue`: the member that holds it disappears. */
const NO_VALUE = Symbol('AWS::NoValue');
type Resolved = Json | typeof NO_VALUE;

export function resolve(value: Json, context: ResolveContext): Json {
  const resolved = resolveAny(value, context);
  return resolved === NO_VALUE ? null : resolved;
}

export function conditionHolds(name: string, context: ResolveContext): boolean {
  const condition = context.template.conditions[name];
  if (condition === undefined)
    throw invalid(`Unresolved condition dependency ${name} in the Conditions block of the template`);
  if (context.asking?.has(name))
    throw invalid(
      `Template error: Circular dependency of the condition ${name} in the Conditions block of the template`,
    );
  return truth(condition, { ...context, asking: new Set([...(context.asking ?? []), name]) });
}

function resolveAny(value: Json, context: ResolveContext): Resolved {
  if (Array.isArray(value))
    return value.map((item) => resolveAny(item, context)).filter((item): item is Json => item !== NO_VALUE);
  if (!isObject(value)) return value;
  const keys = Object.keys(value);
  const name = keys[0];
  if (keys.length === 1 && name !== undefined && (name === 'Ref' || name.startsWith('Fn::')))
    return apply(name, value[name] as Json, context);
  const resolved: Record<string, Json> = {};
  for (const [key, member] of Object.entries(value)) {
    const result = resolveAny(member, context);
    if (result !== NO_VALUE) resolved[key] = result;
  }
  return resolved;
}

function apply(name: string, argument: Json, context: ResolveContext): Resolved {
  switch (name) {
    case 'Ref':
      return reference(text(argument, name), context);
    case 'Fn::GetAtt':
      return getAtt(argument, context);
    case 'Fn::Sub':
      return substitute(argument, context);
    case 'Fn::Join':
      return join(argument, context);
    case 'Fn::Select':
      return select(argument, context);
    case 'Fn::Split': {
      const [separator, source] = list(argument, name, 2);
      return text(resolve(source!, context), name).split(text(separator!, name));
    }
    case 'Fn::If': {
      const [condition, then, otherwise] = list(argument, name, 3);
      return resolveAny(conditionHolds(text(condition!, name), context) ? then! : otherwise!, context);
    }
    case 'Fn::FindInMap':
      return findInMap(argument, context);
    case 'Fn::ImportValue':
      return importValue(argument, context);
    case 'Fn::GetAZs': {
      const region = text(resolve(argument, context), name) || String(context.pseudo['AWS::Region']);
      return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
    }
    case 'Fn::Cidr':
      return cidr(argument, context);
    case 'Fn::Base64':
      return Buffer.from(text(resolve(argument, context), name)).toString('base64');
    case 'Fn::ToJsonString':
      return JSON.stringify(resolve(argument, context));
    case 'Fn::Length':
      return list(resolve(argument, context), name).length;
    case 'Fn::Equals':
    case 'Fn::And':
    case 'Fn::Or':
    case 'Fn::Not':
      return truth({ [name]: argument }, context);
    default:
      throw new DeployError('UNSUPPORTED', `The intrinsic function ${name} is not supported`);
  }
}

function reference(name: string, context: ResolveContext): Resolved {
  if (name === 'AWS::NoValue') return NO_VALUE;
  const value = context.pseudo[name] ?? context.parameters[name] ?? context.ref(name);
  if (value === undefined)
    throw invalid(`Unresolved resource dependencies [${name}] in the Resources block of the template`);
  return value;
}

function getAtt(argument: Json, context: ResolveContext): Json {
  const [id, ...path] =
    typeof argument === 'string'
      ? argument.split('.')
      : list(argument, 'Fn::GetAtt').map((part) => text(resolve(part, context), 'Fn::GetAtt'));
  const value = context.attribute(id!, path.join('.'));
  if (value === undefined)
    throw invalid(`Template error: resource ${id} does not support attribute type ${path.join('.')} in Fn::GetAtt`);
  return value;
}

/** `${Name}`, `${Resource.Attribute}` and local variables; `${!Literal}` stays as `${Literal}`. */
function substitute(argument: Json, context: ResolveContext): string {
  const [source, variables] = Array.isArray(argument) ? (argument as readonly Json[]) : [argument, {}];
  const local = isObject(variables) ? variables : {};
  return text(source as Json, 'Fn::Sub').replaceAll(/\$\{(!?)([^}]*)\}/g, (_whole, literal: string, body: string) => {
    if (literal) return `\${${body}}`;
    const name = body.trim();
    const own = local[name];
    if (own !== undefined) return scalar(resolve(own, context), name);
    if (name.includes('.')) return scalar(getAtt(name, context), name);
    const value = reference(name, context);
    return value === NO_VALUE ? '' : scalar(value, name);
  });
}

function join(argument: Json, context: ResolveContext): string {
  const [separator, parts] = list(argument, 'Fn::Join', 2);
  const values = list(resolve(parts!, context), 'Fn::Join');
  return values.map((value) => scalar(value, 'Fn::Join')).join(text(separator!, 'Fn::Join'));
}

function select(argument: Json, context: ResolveContext): Json {
  const [index, source] = list(argument, 'Fn::Select', 2);
  const values = list(resolve(source!, context), 'Fn::Select');
  const value = values[Number(resolve(index!, context))];
  if (value === undefined)
    throw invalid(`Template error: Fn::Select cannot select nonexistent value at index ${JSON.stringify(index)}`);
  return value;
}

function importValue(argument: Json, context: ResolveContext): Json {
  const name = text(resolve(argument, context), 'Fn::ImportValue');
  const value = context.importValue?.(name);
  if (value === undefined) throw invalid(`No export named ${name} found.`);
  return value;
}

/** Blocks of addresses of `32 - bits` bits each, one after the other from the start of the first. */
function cidr(argument: Json, context: ResolveContext): Json {
  const [block, count, bits = '8'] = list(argument, 'Fn::Cidr').map((part) =>
    scalar(resolve(part, context), 'Fn::Cidr'),
  );
  const [, a, b, c, d, prefix] = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(block ?? '') ?? [];
  const amount = Number(count);
  const size = 2 ** Number(bits);
  const room = 2 ** (32 - Number(prefix));
  if (prefix === undefined || !(amount >= 1 && amount <= 256) || !(Number(bits) >= 1 && Number(bits) <= 32))
    throw invalid('Template error: Fn::Cidr takes an IPv4 block, a count from 1 to 256 and a number of bits');
  if (amount * size > room) throw invalid(`Template error: Fn::Cidr has no room for ${amount} blocks in ${block}`);
  const start = ((Number(a) * 256 + Number(b)) * 256 + Number(c)) * 256 + Number(d);
  const first = start - (start % room);
  return Array.from({ length: amount }, (_unused, index) => {
    const at = first + index * size;
    const octets = [24, 16, 8, 0].map((shift) => Math.floor(at / 2 ** shift) % 256);
    return `${octets.join('.')}/${32 - Number(bits)}`;
  });
}

function findInMap(argument: Json, context: ResolveContext): Json {
  const parts = list(argument, 'Fn::FindInMap');
  const fallback = isObject(parts[3]) ? parts[3]['DefaultValue'] : undefined;
  const [mapName, top, second] = parts.slice(0, 3).map((key) => scalar(resolve(key, context), 'Fn::FindInMap'));
  const row = (context.template.mappings[mapName!] as JsonObject | undefined)?.[top!] as JsonObject | undefined;
  const value = row?.[second!];
  if (value === undefined && fallback !== undefined) return resolve(fallback, context);
  if (value === undefined) throw invalid(`Template error: Unable to get mapping for ${mapName}::${top}::${second}`);
  return value;
}

function truth(condition: Json, context: ResolveContext): boolean {
  if (typeof condition === 'boolean') return condition;
  if (!isObject(condition)) throw invalid(`Template format error: ${JSON.stringify(condition)} is not a condition`);
  const [name, argument] = Object.entries(condition)[0] ?? [];
  switch (name) {
    case 'Condition':
      return conditionHolds(text(argument as Json, name), context);
    case 'Fn::Equals': {
      const [left, right] = list(argument as Json, name, 2).map((side) => resolve(side, context));
      return String(left) === String(right);
    }
    case 'Fn::And':
      return list(argument as Json, name).every((part) => truth(part, context));
    case 'Fn::Or':
      return list(argument as Json, name).some((part) => truth(part, context));
    case 'Fn::Not':
      return !truth(list(argument as Json, name, 1)[0]!, context);
    default:
      throw invalid(`Template format error: ${name} is not a condition function`);
  }
}

/** Logical ids that a value refers to, so that resources can be ordered. */
export function references(value: Json, template: Template): ReadonlySet<string> {
  const found = new Set<string>();
  const note = (name: string): void => {
    const id = name.split('.')[0]!;
    if (id in template.resources) found.add(id);
  };
  const walk = (node: Json): void => {
    if (Array.isArray(node)) {
      for (const item of node) walk(item);
      return;
    }
    if (!isObject(node)) return;
    for (const [key, member] of Object.entries(node)) {
      if (key === 'Ref' && typeof member === 'string') note(member);
      else if (key === 'Fn::GetAtt') note(String(Array.isArray(member) ? member[0] : member));
      else if (key === 'Fn::Sub') {
        const source = String(Array.isArray(member) ? member[0] : member);
        for (const match of source.matchAll(/\$\{([^!}][^}]*)\}/g)) note(match[1]!.trim());
        walk(member);
      } else walk(member);
    }
  };
  walk(value);
  return found;
}

export function dependencies(resource: TemplateResource, template: Template): ReadonlySet<string> {
  return new Set([...references(resource.Properties, template), ...resource.DependsOn]);
}

function list(value: Json, name: string, length?: number): readonly Json[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
    throw invalid(
      `Template error: every ${name} object requires ${length === undefined ? 'a list' : `a list of ${length} elements`}`,
    );
  }
  return value as readonly Json[];
}

function text(value: Json, name: string): string {
  if (typeof value !== 'string') throw invalid(`Template error: every ${name} object must have a string argument`);
  return value;
}

function scalar(value: Json, name: string): string {
  if (typeof value === 'object')
    throw invalid(`Template error: ${name} yields ${JSON.stringify(value)} where text is needed`);
  return String(value);
}

function invalid(message: string): DeployError {
  return new DeployError('INVALID_TEMPLATE', message);
}
