/** A JSON body as a form: members of members in brackets, lists in one of four ways. */

import { stringifyJson } from '../asl/exact-json.ts';
import { isExactNumber } from '../asl/exact-number.ts';
import type { Json } from '../asl/json.ts';

export function urlEncoded(body: Json, arrayFormat: string): string {
  const pairs: string[] = [];
  const add = (name: string, value: string): void => {
    pairs.push(`${encode(name)}=${encode(value)}`);
  };
  const walk = (name: string, value: Json): void => {
    if (Array.isArray(value)) {
      const items = value as readonly Json[];
      if (arrayFormat === 'COMMAS') add(name, items.map(text).join(','));
      else {
        for (const [index, item] of items.entries()) {
          if (arrayFormat === 'REPEAT') walk(name, item);
          else if (arrayFormat === 'BRACKETS') walk(`${name}[]`, item);
          else walk(`${name}[${index}]`, item);
        }
      }
    } else if (typeof value === 'object' && value !== null && !isExactNumber(value)) {
      for (const [key, member] of Object.entries(value)) walk(name === '' ? key : `${name}[${key}]`, member);
    } else if (name !== '') add(name, text(value));
  };
  walk('', body);
  return pairs.join('&');
}

function text(value: Json): string {
  return value === null ? '' : typeof value === 'string' ? value : stringifyJson(value);
}

function encode(value: string): string {
  return encodeURIComponent(value).replaceAll('%20', '+').replaceAll('%5B', '[').replaceAll('%5D', ']');
}
