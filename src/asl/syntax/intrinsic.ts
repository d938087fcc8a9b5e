/** The syntax tree of an intrinsic function, `States.Format('Hello {}', $.name)`. Frozen data. */
import type { ExactNumber } from '../exact-number.ts';
import { type JsonPath, variablesOfJsonPath } from './json-path.ts';

/** Each function with the least and the greatest number of its arguments. */
export const intrinsicArity = {
  'States.Format': [1, Number.POSITIVE_INFINITY],
  'States.StringToJson': [1, 1],
  'States.JsonToString': [1, 1],
  'States.Array': [0, Number.POSITIVE_INFINITY],
  'States.ArrayPartition': [2, 2],
  'States.ArrayContains': [2, 2],
  'States.ArrayRange': [3, 3],
  'States.ArrayGetItem': [2, 2],
  'States.ArrayLength': [1, 1],
  'States.ArrayUnique': [1, 1],
  'States.Base64Encode': [1, 1],
  'States.Base64Decode': [1, 1],
  'States.Hash': [2, 2],
  'States.JsonMerge': [3, 3],
  'States.MathRandom': [2, 3],
  'States.MathAdd': [2, 2],
  'States.StringSplit': [2, 2],
  'States.UUID': [0, 0],
} as const satisfies Record<string, readonly [least: number, greatest: number]>;

export type IntrinsicName = keyof typeof intrinsicArity;

export interface IntrinsicCall {
  readonly type: 'Call';
  readonly name: IntrinsicName;
  readonly arguments: readonly IntrinsicArgument[];
}

export type IntrinsicArgument =
  | IntrinsicCall
  | { readonly type: 'Path'; readonly path: JsonPath }
  | { readonly type: 'Literal'; readonly value: null | boolean | number | ExactNumber }
  /** `raw` keeps its escapes: a template of `States.Format` needs to tell `{}` from `\{\}`. `value` has them undone. */
  | { readonly type: 'Text'; readonly raw: string; readonly value: string };

/** Every path among the arguments, nested calls included, in the order of the text. */
export function pathsOfIntrinsic(call: IntrinsicCall): readonly JsonPath[] {
  return call.arguments.flatMap((argument) => {
    if (argument.type === 'Call') return pathsOfIntrinsic(argument);
    return argument.type === 'Path' ? [argument.path] : [];
  });
}

/** The names of the workflow variables that the call reads. */
export function variablesOfIntrinsic(call: IntrinsicCall): readonly string[] {
  return [...new Set(pathsOfIntrinsic(call).flatMap(variablesOfJsonPath))];
}
