/** One condition of a filter policy, compiled: a literal, or an operator as `{"prefix": "a"}`. */
import { BlockList, isIP } from 'node:net';
import { invalidParameter } from './sns-errors.ts';

export type Leaf = string | number | boolean | null;

/** Whether a property with these values, or none, satisfies the condition. */
export type Condition = (values: readonly Leaf[] | undefined) => boolean;

/** @throws {ApiError} for what is no condition. */
export function compileCondition(source: unknown): Condition {
  if (isLeaf(source)) return anyOf((value) => value === source);
  if (typeof source !== 'object' || source === null || Array.isArray(source)) {
    throw fail('Match value must be String, number, true, false, or null');
  }
  const entries = Object.entries(source);
  const [entry] = entries;
  if (!entry || entries.length > 1) throw fail('Only one key allowed in match expression');
  const [operator, operand] = entry;
  switch (operator) {
    case 'exists':
      if (typeof operand !== 'boolean') throw fail('exists match pattern must be either true or false.');
      return (values) => isPresent(values) === operand;
    case 'anything-but':
      return anythingBut(operand);
    case 'numeric':
      return numeric(operand);
    default:
      return anyOf(textMatch(operator, operand));
  }
}

export const fail = (reason: string): Error => invalidParameter(`FilterPolicy: ${reason}`);

const isLeaf = (value: unknown): value is Leaf =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** A property that is null or empty counts as absent. */
const isPresent = (values: readonly Leaf[] | undefined): boolean =>
  values?.some((value) => value !== null && value !== '') ?? false;

const anyOf =
  (matches: (value: Leaf) => boolean): Condition =>
  (values) =>
    values?.some(matches) ?? false;

function textMatch(operator: string, operand: unknown): (value: Leaf) => boolean {
  const make = TEXT_OPERATORS.get(operator);
  if (!make) throw fail(`Unrecognized match type ${operator}`);
  if (typeof operand !== 'string') throw fail(`${operator} match pattern must be a string`);
  const matches = make(operand);
  return (value) => typeof value === 'string' && matches(value);
}

const TEXT_OPERATORS = new Map<string, (operand: string) => (value: string) => boolean>([
  ['prefix', (operand) => (value) => value.startsWith(operand)],
  ['suffix', (operand) => (value) => value.endsWith(operand)],
  [
    'equals-ignore-case',
    (operand) => {
      const wanted = operand.toLowerCase();
      return (value) => value.toLowerCase() === wanted;
    },
  ],
  ['wildcard', wildcard],
  ['cidr', cidr],
]);

/** `*` stands for any text. Greedy from both ends, so that no pattern takes long. */
function wildcard(pattern: string): (value: string) => boolean {
  const parts = pattern.split('*');
  const [first, last] = [parts[0]!, parts.at(-1)!];
  if (parts.length === 1) return (value) => value === pattern;
  return (value) => {
    if (value.length < first.length + last.length || !value.startsWith(first) || !value.endsWith(last)) return false;
    let at = first.length;
    const end = value.length - last.length;
    for (const part of parts.slice(1, -1)) {
      const found = value.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}

function cidr(operand: string): (value: string) => boolean {
  const [address = '', bits = ''] = operand.split('/');
  const family = isIP(address);
  if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) {
    throw fail("Malformed CIDR, one '/' required");
  }
  const block = new BlockList();
  block.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return (value) => isIP(value) === family && block.check(value, family === 4 ? 'ipv4' : 'ipv6');
}

/** The property must be there, and have a value that is none of those. */
function anythingBut(operand: unknown): Condition {
  if (typeof operand === 'object' && operand !== null && !Array.isArray(operand)) {
    const entries = Object.entries(operand);
    const [entry] = entries;
    if (!entry || entries.length > 1) throw fail('Only one key allowed in match expression');
    const matches = textMatch(...entry);
    return anyOf((value) => !matches(value));
  }
  const excluded: readonly unknown[] = Array.isArray(operand) ? operand : [operand];
  if (excluded.length === 0 || !excluded.every(isTextOrNumber)) {
    throw fail('Anything-but match pattern must be a string, a number, or a list of them');
  }
  return anyOf((value) => !excluded.includes(value as unknown));
}

const COMPARISONS = new Map<string, (value: number, bound: number) => boolean>([
  ['=', (value, bound) => value === bound],
  ['<', (value, bound) => value < bound],
  ['<=', (value, bound) => value <= bound],
  ['>', (value, bound) => value > bound],
  ['>=', (value, bound) => value >= bound],
]);

/** AWS's range and precision of numbers. */
const MAX_NUMBER = 1e9;

function numeric(operand: unknown): Condition {
  if (!Array.isArray(operand)) throw fail('Value of numeric must be an array.');
  if (operand.length === 0) throw fail('Invalid member in numeric match: ]');
  if (operand.length !== 2 && operand.length !== 4) throw fail('Bad numeric range operator');
  const checks: ((value: number) => boolean)[] = [];
  for (let at = 0; at < operand.length; at += 2) {
    const [operator, bound] = [operand[at], operand[at + 1]];
    const compare = COMPARISONS.get(operator as string);
    if (!compare) throw fail(`Unrecognized numeric range operator: ${String(operator)}`);
    if (typeof bound !== 'number') throw fail(`Value of ${String(operator)} must be numeric`);
    if (Math.abs(bound) > MAX_NUMBER)
      throw fail(`Value of ${String(operator)} must be between -1.0E9 and 1.0E9, inclusive`);
    checks.push((value) => compare(value, bound));
  }
  if (checks.length === 2) checkRange(operand);
  return anyOf((value) => typeof value === 'number' && checks.every((check) => check(value)));
}

function checkRange([lower, from, upper, to]: readonly unknown[]): void {
  if (!String(lower).startsWith('>') || !String(upper).startsWith('<')) throw fail('Bad numeric range operator');
  if ((from as number) >= (to as number)) throw fail('Bottom must be less than top');
}

function isTextOrNumber(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
