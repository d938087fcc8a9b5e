/**
 * What each intrinsic function computes from its arguments.
 *
 * 1. A function throws `IntrinsicProblem` for arguments that it cannot take, and nothing else; its caller turns that into a value.
 * 2. The limits on lengths are AWS's.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
import { parseExactJson, stringifyJson } from '../asl/exact-json.ts';
import { isExactNumber } from '../asl/exact-number.ts';
import type { Json } from '../asl/json.ts';
import type { IntrinsicName } from '../asl/syntax/intrinsic.ts';
import { digestAlgorithms, digestHex, isDigestAlgorithm } from './digest.ts';
import { javaRandom } from './java-random.ts';
import { javaText } from './java-text.ts';
import { isJsonNumber, numberKey, plainNumber } from './json-number.ts';
import { isJsonArray, isJsonObject, jsonEquals, jsonType } from './json-value.ts';
import { decodeBase64, decodeUtf8, encodeBase64, encodeUtf8 } from './utf8.ts';
import { uuidFrom } from './uuid.ts';

export class IntrinsicProblem extends Error {}

export type IntrinsicFunction = (args: readonly Json[], random: () => number) => Json;

const longestText = 10_000;
const longestRange = 1_000;

export const intrinsicFunctions: Readonly<Record<IntrinsicName, IntrinsicFunction>> = {
  'States.Format': ([template, ...values]) => formatParts(textArgument(template, 'template').split('{}'), values),
  'States.StringToJson': ([text]) => {
    try {
      return parseExactJson(textArgument(text, 'argument'));
    } catch (problem) {
      if (problem instanceof IntrinsicProblem) throw problem;
      throw new IntrinsicProblem('Invalid JSON');
    }
  },
  'States.JsonToString': ([value]) => stringifyJson(value),
  'States.Array': (values) => values,
  'States.ArrayPartition': ([list, size]) => partition(listArgument(list), size),
  'States.ArrayContains': ([list, sought]) => listArgument(list).some((item) => jsonEquals(item, sought!)),
  'States.ArrayRange': ([first, last, step]) => range(whole(first), whole(last), whole(step)),
  'States.ArrayGetItem': ([list, index]) => itemAt(listArgument(list), whole(index)),
  'States.ArrayLength': ([list]) => listArgument(list).length,
  'States.ArrayUnique': ([list]) => unique(listArgument(list)),
  'States.Base64Encode': ([text]) => encodeBase64(encodeUtf8(limitedText(text))),
  'States.Base64Decode': ([text]) => {
    const bytes = decodeBase64(limitedText(text));
    if (bytes === undefined) throw new IntrinsicProblem('The argument is not a valid Base64 string');
    return decodeUtf8(bytes);
  },
  'States.Hash': ([data, algorithm]) => {
    if (!isDigestAlgorithm(algorithm)) {
      throw new IntrinsicProblem(`The algorithm must be one of ${digestAlgorithms.join(', ')}`);
    }
    return digestHex(algorithm, limitedText(typeof data === 'string' ? data : stringifyJson(data)));
  },
  'States.JsonMerge': ([first, second, isDeep]) => {
    if (!isJsonObject(first) || !isJsonObject(second)) throw new IntrinsicProblem('Only objects can be merged');
    if (isDeep !== false) throw new IntrinsicProblem('Deep merging is not supported: the third argument must be false');
    return { ...first, ...second };
  },
  'States.MathRandom': ([first, last, seed], random) => randomBetween(whole(first), whole(last), seed, random),
  'States.MathAdd': ([first, second]) => whole(first) + whole(second),
  'States.StringSplit': ([text, delimiters]) =>
    split(textArgument(text, 'string'), textArgument(delimiters, 'delimiter')),
  'States.UUID': (_args, random) => uuidFrom(random),
};

/** Puts the values between the parts of a template: one value fewer than there are parts. */
export function formatParts(parts: readonly string[], values: readonly Json[]): string {
  if (parts.length - 1 !== values.length) {
    throw new IntrinsicProblem(
      `The number of arguments (${values.length}) does not match the number of occurrences of {} (${parts.length - 1})`,
    );
  }
  let text = parts[0]!;
  for (let at = 0; at < values.length; at++) text += javaText(values[at]!) + parts[at + 1]!;
  return text;
}

function textArgument(value: Json | undefined, what: string): string {
  if (typeof value === 'string') return value;
  throw new IntrinsicProblem(`The ${what} must be a string but is of type ${jsonType(value ?? null)}`);
}

function limitedText(value: Json | undefined): string {
  const text = textArgument(value, 'argument');
  if (text.length > longestText) throw new IntrinsicProblem(`The argument is longer than ${longestText} characters`);
  return text;
}

function listArgument(value: Json | undefined): readonly Json[] {
  if (isJsonArray(value)) return value;
  throw new IntrinsicProblem(`The first argument must be an array but is of type ${jsonType(value ?? null)}`);
}

/** A number that is not whole is rounded to the nearest whole one. */
function whole(value: Json | undefined): number {
  const number = plainNumber(value);
  if (typeof number === 'number') {
    if (!Number.isFinite(number)) throw new IntrinsicProblem('The argument is out of range');
    return Math.round(number) + 0;
  }
  throw new IntrinsicProblem(`The argument must be a number but is of type ${jsonType(value ?? null)}`);
}

function partition(list: readonly Json[], size: Json | undefined): Json {
  const length = whole(size);
  if (length < 1) throw new IntrinsicProblem('The chunk size must be a positive integer');
  const chunks: Json[] = [];
  for (let at = 0; at < list.length; at += length) chunks.push(list.slice(at, at + length));
  return chunks;
}

function range(first: number, last: number, step: number): Json {
  if (step === 0) throw new IntrinsicProblem('The step must not be zero');
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  if (count > longestRange) throw new IntrinsicProblem(`The range has more than ${longestRange} elements`);
  return Array.from({ length: count }, (_, at) => first + at * step);
}

function itemAt(list: readonly Json[], index: number): Json {
  const item = index >= 0 ? list[index] : undefined;
  if (item === undefined) throw new IntrinsicProblem(`The index ${index} is out of bounds for length ${list.length}`);
  return item;
}

/** Scalars are found by their value in a set; lists and objects are compared. */
function unique(list: readonly Json[]): Json {
  const scalars = new Set<Json>();
  // Numbers of one value may be written in several ways.
  const hasExact = list.some(isExactNumber);
  const numbers = new Set<string>();
  const composites: Json[] = [];
  return list.filter((item) => {
    if (typeof item !== 'object' || item === null || isExactNumber(item)) {
      if (!hasExact || !isJsonNumber(item)) return !scalars.has(item) && scalars.add(item);
      const key = numberKey(item);
      return !numbers.has(key) && numbers.add(key);
    }
    if (composites.some((known) => jsonEquals(known, item))) return false;
    composites.push(item);
    return true;
  });
}

/** `first` is included and `last` is not. */
function randomBetween(first: number, last: number, seed: Json | undefined, random: () => number): number {
  const span = last - first;
  if (span < 1) throw new IntrinsicProblem('The end of the range must be greater than its start');
  if (seed === undefined) return first + Math.floor(random() * span);
  const source = javaRandom(whole(seed));
  return span < 2 ** 31 ? first + source.nextInt(span) : first + Math.floor(source.nextDouble() * span);
}

/** Each character of `delimiters` ends a part; empty parts are left out. */
function split(text: string, delimiters: string): Json {
  const parts: string[] = [];
  let part = '';
  for (const char of text) {
    if (!delimiters.includes(char)) part += char;
    else if (part !== '') {
      parts.push(part);
      part = '';
    }
  }
  if (part !== '') parts.push(part);
  return parts;
}
