/** Checks the JSONPath of a definition: paths, reference paths, intrinsic functions and payload templates. */
import { isExactNumber } from './exact-number.ts';
import type { Json } from './json.ts';
import { isObject } from './parse-definition.ts';
import { at, type Place } from './place.ts';
import { isReferencePath, type JsonPath } from './syntax/json-path.ts';
import { parseIntrinsic } from './syntax/parse-intrinsic.ts';
import { parseJsonPath } from './syntax/parse-json-path.ts';
import type { Check, StateContext } from './validate-fields.ts';

const typeNames: Readonly<Record<string, string>> = { number: 'NUMBER', boolean: 'BOOLEAN', string: 'STRING' };

export function typeName(value: Json): string {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return 'ARRAY';
  if (isExactNumber(value)) return 'NUMBER';
  return typeNames[typeof value] ?? 'OBJECT';
}

/** InputPath: what OutputPath may be, or an intrinsic function. AWS takes it without saying so. */
export const inputPath: Check = (value, place, context) => {
  if (typeof value !== 'string' || !parseIntrinsic(value).ok) pathOrNull(value, place, context);
};

/** OutputPath: any path; null discards. */
export const pathOrNull: Check = (value, place, context) => {
  if (value !== null) path(value, place, context);
};

export const path: Check = (value, place, context) => {
  if (typeof value !== 'string') context.findings.error(place, 'Expected value of type [STRING]');
  else if (parsePath(value) === undefined) context.findings.error(place, 'Value must be a valid JSONPath.');
};

function parsePath(text: string): JsonPath | undefined {
  const parsed = parseJsonPath(text);
  return parsed.ok && parsed.path.root.type !== 'Current' ? parsed.path : undefined;
}

export interface ReferencePathRule {
  readonly roots: readonly ('Input' | 'Context' | 'Variable')[];
}

const everyRoot: ReferencePathRule = { roots: ['Input', 'Context', 'Variable'] };

/** A path to one node: names and indices only. */
export function referencePath({ roots }: ReferencePathRule = everyRoot): Check {
  return (value, place, context) => {
    if (typeof value !== 'string') {
      context.findings.error(place, 'Expected value of type [STRING]');
      return;
    }
    const parsed = parsePath(value);
    if (parsed === undefined) context.findings.error(place, 'Value must be a valid JSONPath.');
    else if (!isReferencePath(parsed) || !roots.some((root) => root === parsed.root.type)) {
      context.findings.error(place, 'Value is not a Reference Path');
    }
  };
}

/** ResultPath: where in the input the result goes; null discards it. */
export const resultPath: Check = (value, place, context) => {
  if (value !== null) referencePath({ roots: ['Input'] })(value, place, context);
};

/** The `Variable` of a Choice rule and the operand of a `…Path` operator. */
export const choicePath: Check = (value, place, context) => {
  if (typeof value !== 'string') context.findings.error(place, 'Expected value of type [STRING]');
  else if (!value.startsWith('$')) {
    context.findings.error(place, "Value is not a Reference Path: Reference path didn't start with '$'");
  } else if (parsePath(value) === undefined) context.findings.error(place, 'Value is not a Reference Path');
};

/** ErrorPath and CausePath: a path or an intrinsic function. */
export const pathOrIntrinsic: Check = (value, place, context) => {
  if (typeof value !== 'string') context.findings.error(place, 'Expected value of type [STRING]');
  else if (!isPathOrIntrinsic(value)) {
    context.findings.error(place, 'Value must be a valid JSONPath or a valid intrinsic function call');
  }
};

function isPathOrIntrinsic(text: string): boolean {
  return text.startsWith('$') ? parsePath(text) !== undefined : parseIntrinsic(text).ok;
}

/** JSON in which members named `….$` hold a path or an intrinsic function. */
export function checkTemplate(value: Json, place: Place, context: StateContext): void {
  if (Array.isArray(value)) {
    value.forEach((item: Json, index) => {
      checkTemplate(item, at(place, index), context);
    });
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (key.endsWith('.$')) checkDynamicMember(key, member, place, context);
      else checkTemplate(member, at(place, key), context);
    }
  }
}

function checkDynamicMember(key: string, value: Json, place: Place, context: StateContext): void {
  if (typeof value !== 'string') {
    const problem = `must be a STRING that contains a JSONPath but was an ${typeName(value)}`;
    context.findings.error(place, `The value for the field '${key}' ${problem}`);
  } else if (!isPathOrIntrinsic(value)) {
    const problem = 'must be a valid JSONPath or a valid intrinsic function call';
    context.findings.error(place, `The value for the field '${key}' ${problem}`);
  }
}
