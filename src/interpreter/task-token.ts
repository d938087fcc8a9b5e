/**
 * Task tokens: opaque to workers, yet they name their execution and task, so that no index of tokens is needed.
 * A token that parses is not proof yet: `transition` compares the one that an activation carries with the task's own.
 *
 * Layout, in base64: version, 96 random bytes, then `taskId NUL executionArn` under a keystream that the random bytes seed.
 */
import { seededRandom } from './random.ts';

const VERSION = 1;
const NONCE_BYTES = 96;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

export function makeTaskToken(executionArn: string, taskId: string, random: () => number): string {
  const nonce = Array.from({ length: NONCE_BYTES }, () => Math.floor(random() * 256));
  const text = encodeURIComponent(`${taskId}\0${executionArn}`);
  const key = keystream(nonce);
  const body = Array.from(text, (character) => character.charCodeAt(0) ^ key());
  return toBase64([VERSION, ...nonce, ...body]);
}

/** `undefined` for anything that is no token of this making. */
export function parseTaskToken(token: string): { readonly executionArn: string; readonly taskId: string } | undefined {
  const bytes = fromBase64(token);
  if (!bytes || bytes[0] !== VERSION || bytes.length <= 1 + NONCE_BYTES) return undefined;
  const key = keystream(bytes.slice(1, 1 + NONCE_BYTES));
  const text = bytes.slice(1 + NONCE_BYTES).map((byte) => String.fromCharCode(byte ^ key()));
  const parts = decode(text.join(''))?.split('\0');
  if (parts?.length !== 2 || !/^\d+-\d+$/.test(parts[0]!)) return undefined;
  return { taskId: parts[0]!, executionArn: parts[1]! };
}

function keystream(nonce: readonly number[]): () => number {
  let seed = 0x811c_9dc5;
  for (const byte of nonce) seed = Math.imul(seed ^ byte, 0x0100_0193) >>> 0;
  const random = seededRandom(seed);
  return () => Math.floor(random() * 256);
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function toBase64(bytes: readonly number[]): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    text += ALPHABET[bits >> 18]! + ALPHABET[(bits >> 12) & 63]!;
    text += (b === undefined ? '=' : ALPHABET[(bits >> 6) & 63]!) + (c === undefined ? '=' : ALPHABET[bits & 63]!);
  }
  return text;
}

function fromBase64(text: string): number[] | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(text) || text.length % 4 !== 0) return undefined;
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const character of text.replace(/=+$/, '')) {
    bits = ((bits << 6) | ALPHABET.indexOf(character)) & 0xff_ffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes.push((bits >> held) & 0xff);
  }
  return bytes;
}
