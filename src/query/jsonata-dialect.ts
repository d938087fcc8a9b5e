/**
 * The functions in which Step Functions' JSONata differs from the library's, registered on each compiled expression.
 *
 * 1. Nothing here reads a clock or a source of chance: both come from the scope, which the evaluation binds under a name that no
 *    expression can spell.
 * 2. `$eval` is gone; `$partition`, `$range`, `$hash`, `$uuid` and `$parse` are added; `$random` takes a seed.
 */
import type jsonata from 'jsonata';
import { parseExactJson } from '../asl/exact-json.ts';
import type { Json } from '../asl/json.ts';
import { digestAlgorithms, digestHex, isDigestAlgorithm } from './digest.ts';
import { javaRandom } from './java-random.ts';
import { largestRange, largestText, memoryExceeded } from './jsonata-bounds.ts';
import type { Scope } from './scope.ts';
import { decodeBase64 } from './utf8.ts';
import { uuidFrom } from './uuid.ts';

/** Not an identifier of JSONata, so that no expression reaches what is bound to it. */
export const scopeBinding = ' scope';
export const ownMemberFunction = ' member';
/** Bound where the expression only selects. */
export const keepsNumbersBinding = ' keeps numbers';

type Focus = { readonly environment: { lookup(name: string): unknown }; readonly input: unknown };
type LibraryFunction = { readonly implementation: (this: Focus, ...args: unknown[]) => unknown };

/** An error as the library throws them: AWS quotes `code: message`, or the message alone where there is no code. */
function problem(message: string, code?: string): object {
  return code === undefined ? { message } : { code, message };
}

export function addDialect(expression: jsonata.Expression): void {
  expression.assign('eval', undefined);
  expression.registerFunction('partition', partition, '<a-n:a>');
  expression.registerFunction('range', range, '<nnn:a>');
  expression.registerFunction('hash', hash, '<ss:s>');
  expression.registerFunction('parse', parse, '<s:x>');
  expression.registerFunction('random', random, '<n?:n>');
  expression.registerFunction('uuid', uuid, '<:s>');
  expression.registerFunction('shuffle', shuffle, '<a:a>');
  expression.registerFunction('millis', millis, '<:n>');
  expression.registerFunction('now', now, '<s?s?:s>');
  expression.registerFunction('lookup', (input: unknown, name: string) => ownMember(input, name), '<x-s:x>');
  expression.registerFunction(ownMemberFunction, (input: unknown, name: string) => ownMember(input, name));
  expression.registerFunction('pad', pad, '<s-ns?:s>');
  expression.registerFunction('base64decode', base64decode, '<s-:s>');
}

function scopeOf(focus: Focus): Scope {
  return focus.environment.lookup(scopeBinding) as Scope;
}

/** Marks a list as a sequence: the library then makes one item of a sequence of one, and nothing of an empty one. */
function sequence(items: unknown[]): unknown[] {
  return Object.assign(items, { sequence: true });
}

function partition(list: unknown[] | undefined, size: number | undefined): unknown {
  if (list === undefined || size === undefined) return undefined;
  if (!(size >= 1)) throw problem('The second argument of partition function must evaluate to a positive number');
  const length = Math.floor(size);
  const chunks: unknown[][] = [];
  for (let at = 0; at < list.length; at += length) chunks.push(list.slice(at, at + length));
  return chunks;
}

function range(first: number | undefined, last: number | undefined, step: number | undefined): unknown {
  if (first === undefined || last === undefined || step === undefined) return undefined;
  // What is not whole is cut towards zero.
  const [start, end, by] = [Math.trunc(first), Math.trunc(last), Math.trunc(step)];
  if (by === 0) throw problem('The third argument of range function must not be zero');
  const count = Math.max(0, Math.floor((end - start) / by) + 1);
  if (count > largestRange) throw memoryExceeded();
  return sequence(Array.from({ length: count }, (_, at) => start + at * by + 0));
}

function hash(text: string | undefined, algorithm: string | undefined): unknown {
  if (text === undefined || algorithm === undefined) return undefined;
  if (!isDigestAlgorithm(algorithm)) {
    throw problem(`The algorithm of hash function must be one of ${digestAlgorithms.join(', ')}`);
  }
  return digestHex(algorithm, text);
}

function parse(this: Focus, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    const keepsNumbers = this.environment.lookup(keepsNumbersBinding) === true;
    return keepsNumbers ? parseExactJson(text) : (JSON.parse(text) as Json);
  } catch {
    throw problem('The argument of parse function is not valid JSON');
  }
}

function random(this: Focus, seed: number | undefined): number {
  return seed === undefined ? scopeOf(this).random() : javaRandom(seed).nextDouble();
}

function uuid(this: Focus): string {
  return uuidFrom(scopeOf(this).random);
}

function millis(this: Focus): number {
  return scopeOf(this).nowMs;
}

function now(this: Focus, picture: string | undefined, zone: string | undefined): unknown {
  const fromMillis = this.environment.lookup('fromMillis') as LibraryFunction;
  return fromMillis.implementation.call(this, scopeOf(this).nowMs, picture, zone);
}

function shuffle(this: Focus, list: unknown[] | undefined): unknown {
  if (list === undefined || list.length <= 1) return list;
  const next = scopeOf(this).random;
  const shuffled = [...list];
  for (let at = shuffled.length - 1; at > 0; at--) {
    const other = Math.floor(next() * (at + 1));
    [shuffled[at], shuffled[other]] = [shuffled[other], shuffled[at]];
  }
  return shuffled;
}

function pad(text: string | undefined, width: number | undefined, char: string | undefined): string | undefined {
  if (text === undefined || width === undefined) return undefined;
  const missing = Math.abs(width) - [...text].length;
  if (missing <= 0) return text;
  if (missing > largestText) throw memoryExceeded();
  const fill = [...(char === undefined || char === '' ? ' ' : char)];
  const padding = fill.length === 1 ? fill[0]!.repeat(missing) : cycle(fill, missing);
  return width > 0 ? text + padding : padding + text;
}

/** One character a byte, as in the library, which is lenient where AWS is not. */
function base64decode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const bytes = decodeBase64(text);
  if (bytes === undefined) throw new TypeError('The text is not Base64');
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function cycle(chars: readonly string[], count: number): string {
  return chars.join('').repeat(Math.floor(count / chars.length)) + chars.slice(0, count % chars.length).join('');
}

/** A member that the value has itself. The library's own lookup would find what JavaScript objects inherit. */
function ownMember(input: unknown, name: string): unknown {
  if (Array.isArray(input)) {
    const found: unknown[] = [];
    for (const item of input) {
      const value = ownMember(item, name);
      if (Array.isArray(value)) found.push(...value);
      else if (value !== undefined) found.push(value);
    }
    return sequence(found);
  }
  if (typeof input !== 'object' || input === null || isFunctionValue(input)) return undefined;
  return Object.hasOwn(input, name) ? (input as Record<string, unknown>)[name] : undefined;
}

function isFunctionValue(value: object): boolean {
  return '_jsonata_function' in value || '_jsonata_lambda' in value;
}
