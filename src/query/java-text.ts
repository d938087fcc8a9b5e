/** How Java prints a JSON value: `{Id=1, Names=[a, b]}`. `States.Format` shows lists and objects so. */
import type { Json } from '../asl/json.ts';
import { isJsonArray, isJsonObject } from './json-value.ts';

export function javaText(value: Json): string {
  if (isJsonArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (!isJsonObject(value)) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${name}=${javaText(member)}`);
  return `{${members.join(', ')}}`;
}
