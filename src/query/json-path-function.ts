/** The functions that may end a JSONPath, such as `$.items.length()`. Undefined means that the function does not apply to the value. */
import type { Json } from '../asl/json.ts';
import type { JsonPathFunction } from '../asl/syntax/json-path.ts';
import { isJsonNumber } from './json-number.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';

export function applyPathFunction(name: JsonPathFunction, args: readonly number[], value: Json): Json | undefined {
  switch (name) {
    case 'length':
    case 'size':
      if (typeof value === 'string' || isJsonArray(value)) return value.length;
      return isJsonObject(value) ? Object.keys(value).length : undefined;
    case 'keys':
      return isJsonObject(value) ? Object.keys(value) : undefined;
    case 'first':
      return isJsonArray(value) ? value[0] : undefined;
    case 'last':
      return isJsonArray(value) ? value.at(-1) : undefined;
    case 'index':
      return isJsonArray(value) ? value.at(args[0] ?? 0) : undefined;
    default:
      return aggregate(name, value);
  }
}

function aggregate(name: 'min' | 'max' | 'avg' | 'stddev' | 'sum', value: Json): number | undefined {
  if (!isJsonArray(value)) return undefined;
  const numbers = value.filter(isJsonNumber).map(Number);
  if (numbers.length === 0) return undefined;
  const sum = numbers.reduce((total, number) => total + number, 0);
  const mean = sum / numbers.length;
  switch (name) {
    case 'sum':
      return sum;
    case 'avg':
      return mean;
    case 'min':
      return numbers.reduce((least, number) => Math.min(least, number));
    case 'max':
      return numbers.reduce((greatest, number) => Math.max(greatest, number));
    case 'stddev':
      return Math.sqrt(numbers.reduce((total, number) => total + (number - mean) ** 2, 0) / numbers.length);
  }
}
