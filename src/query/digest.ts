/**
 * MD5 and the SHA family, for `States.Hash` and `$hash`: pure, because this folder has no platform.
 * The constants are derived, not listed: fractional parts of roots of primes (SHA-2) and of sines (MD5).
 */
import { encodeUtf8 } from './utf8.ts';

export const digestAlgorithms = ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const;
export type DigestAlgorithm = (typeof digestAlgorithms)[number];

export function isDigestAlgorithm(name: unknown): name is DigestAlgorithm {
  return digestAlgorithms.some((known) => known === name);
}

/** The digest of the text's UTF-8 bytes, in lower-case hexadecimal. */
export function digestHex(algorithm: DigestAlgorithm, text: string): string {
  const bytes = encodeUtf8(text);
  switch (algorithm) {
    case 'MD5':
      return md5(bytes);
    case 'SHA-1':
      return sha1(bytes);
    case 'SHA-256':
      return sha256(bytes);
    case 'SHA-384':
      return sha512(bytes, sha384Start()).slice(0, 96);
    case 'SHA-512':
      return sha512(bytes, sha512Start());
  }
}

/** The message with its one bit, its zeros and its length in bits, as a view over whole blocks. */
function padded(bytes: Uint8Array, blockBytes: number, isLittleEndian: boolean): DataView {
  const lengthBytes = blockBytes / 8;
  const size = Math.ceil((bytes.length + 1 + lengthBytes) / blockBytes) * blockBytes;
  const view = new DataView(new ArrayBuffer(size));
  bytes.forEach((byte, at) => {
    view.setUint8(at, byte);
  });
  view.setUint8(bytes.length, 0x80);
  view.setBigUint64(isLittleEndian ? size - lengthBytes : size - 8, BigInt(bytes.length) * 8n, isLittleEndian);
  return view;
}

function rotateLeft(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

function hexOfWords(words: readonly number[]): string {
  return words.map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

const md5Shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

function md5(bytes: Uint8Array): string {
  const view = padded(bytes, 64, true);
  const sines = Array.from({ length: 64 }, (_, at) => Math.floor(Math.abs(Math.sin(at + 1)) * 2 ** 32) | 0);
  let [a0, b0, c0, d0] = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476];
  for (let block = 0; block < view.byteLength; block += 64) {
    let [a, b, c, d] = [a0, b0, c0, d0];
    for (let round = 0; round < 64; round++) {
      const [mix, word] = md5Round(round, b, c, d);
      const sum = (a + mix + sines[round]! + view.getInt32(block + word * 4, true)) | 0;
      [a, d, c] = [d, c, b];
      b = (b + rotateLeft(sum, md5Shifts[(round >> 4) * 4 + (round & 3)]!)) | 0;
    }
    [a0, b0, c0, d0] = [(a0 + a) | 0, (b0 + b) | 0, (c0 + c) | 0, (d0 + d) | 0];
  }
  const out = new DataView(new ArrayBuffer(16));
  [a0, b0, c0, d0].forEach((word, at) => {
    out.setInt32(at * 4, word, true);
  });
  return hexOfWords([0, 4, 8, 12].map((at) => out.getInt32(at)));
}

function md5Round(round: number, b: number, c: number, d: number): readonly [mix: number, word: number] {
  if (round < 16) return [(b & c) | (~b & d), round];
  if (round < 32) return [(d & b) | (~d & c), (5 * round + 1) & 15];
  if (round < 48) return [b ^ c ^ d, (3 * round + 5) & 15];
  return [c ^ (b | ~d), (7 * round) & 15];
}

function sha1(bytes: Uint8Array): string {
  const view = padded(bytes, 64, false);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const words = new Int32Array(80);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let at = 0; at < 80; at++) {
      words[at] =
        at < 16
          ? view.getInt32(block + at * 4)
          : rotateLeft(words[at - 3]! ^ words[at - 8]! ^ words[at - 14]! ^ words[at - 16]!, 1);
    }
    let [a, b, c, d, e] = state as [number, number, number, number, number];
    for (let at = 0; at < 80; at++) {
      const next = (rotateLeft(a, 5) + sha1Mix(at, b, c, d) + e + words[at]!) | 0;
      [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, next];
    }
    [a, b, c, d, e].forEach((word, at) => {
      state[at] = (state[at]! + word) | 0;
    });
  }
  return hexOfWords(state);
}

function sha1Mix(round: number, b: number, c: number, d: number): number {
  if (round < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (round < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (round < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

/** Fractional bits of the square or cube roots of the first primes: 64 of them; SHA-256 uses the upper 32. */
const primes = firstPrimes(80);
let rootsOfPrimes: { readonly square: readonly bigint[]; readonly cube: readonly bigint[] } | undefined;

function primeRoots() {
  rootsOfPrimes ??= {
    square: primes.slice(0, 16).map((prime) => integerRoot(BigInt(prime) << 128n, 2n) & 0xffffffffffffffffn),
    cube: primes.map((prime) => integerRoot(BigInt(prime) << 192n, 3n) & 0xffffffffffffffffn),
  };
  return rootsOfPrimes;
}

function firstPrimes(count: number): readonly number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate++) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}

/** The greatest whole number whose power does not exceed `value`. */
function integerRoot(value: bigint, power: bigint): bigint {
  let low = 0n;
  let high = 1n << (BigInt(value.toString(2).length) / power + 1n);
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** power <= value) low = middle;
    else high = middle;
  }
  return low;
}

function sha256(bytes: Uint8Array): string {
  const view = padded(bytes, 64, false);
  const { square, cube } = primeRoots();
  const constants = cube.slice(0, 64).map((root) => Number(root >> 32n) | 0);
  const state = square.slice(0, 8).map((root) => Number(root >> 32n) | 0);
  const words = new Int32Array(64);
  for (let block = 0; block < view.byteLength; block += 64) {
    for (let at = 0; at < 64; at++) words[at] = at < 16 ? view.getInt32(block + at * 4) : sha256Word(words, at);
    let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number];
    for (let at = 0; at < 64; at++) {
      const bigE = rotateLeft(e, 26) ^ rotateLeft(e, 21) ^ rotateLeft(e, 7);
      const first = (h + bigE + ((e & f) ^ (~e & g)) + constants[at]! + words[at]!) | 0;
      const bigA = rotateLeft(a, 30) ^ rotateLeft(a, 19) ^ rotateLeft(a, 10);
      const second = (bigA + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => {
      state[at] = (state[at]! + word) | 0;
    });
  }
  return hexOfWords(state);
}

function sha256Word(words: Int32Array, at: number): number {
  const early = words[at - 15]!;
  const late = words[at - 2]!;
  const small0 = rotateLeft(early, 25) ^ rotateLeft(early, 14) ^ (early >>> 3);
  const small1 = rotateLeft(late, 15) ^ rotateLeft(late, 13) ^ (late >>> 10);
  return (words[at - 16]! + small0 + words[at - 7]! + small1) | 0;
}

function sha512Start(): readonly bigint[] {
  return primeRoots().square.slice(0, 8);
}

function sha384Start(): readonly bigint[] {
  return primeRoots().square.slice(8, 16);
}

function rotateRight64(word: bigint, by: bigint): bigint {
  return BigInt.asUintN(64, (word >> by) | (word << (64n - by)));
}

function sha512(bytes: Uint8Array, start: readonly bigint[]): string {
  const view = padded(bytes, 128, false);
  const constants = primeRoots().cube;
  const state = [...start];
  const words = new BigUint64Array(80);
  for (let block = 0; block < view.byteLength; block += 128) {
    for (let at = 0; at < 80; at++) words[at] = at < 16 ? view.getBigUint64(block + at * 8) : sha512Word(words, at);
    let [a, b, c, d, e, f, g, h] = state as [bigint, bigint, bigint, bigint, bigint, bigint, bigint, bigint];
    for (let at = 0; at < 80; at++) {
      const bigE = rotateRight64(e, 14n) ^ rotateRight64(e, 18n) ^ rotateRight64(e, 41n);
      const first = h + bigE + ((e & f) ^ (~e & g)) + constants[at]! + words[at]!;
      const bigA = rotateRight64(a, 28n) ^ rotateRight64(a, 34n) ^ rotateRight64(a, 39n);
      const second = bigA + ((a & b) ^ (a & c) ^ (b & c));
      [h, g, f, e, d, c, b, a] = [g, f, e, BigInt.asUintN(64, d + first), c, b, a, BigInt.asUintN(64, first + second)];
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => {
      state[at] = BigInt.asUintN(64, state[at]! + word);
    });
  }
  return state.map((word) => word.toString(16).padStart(16, '0')).join('');
}

function sha512Word(words: BigUint64Array, at: number): bigint {
  const early = words[at - 15]!;
  const late = words[at - 2]!;
  const small0 = rotateRight64(early, 1n) ^ rotateRight64(early, 8n) ^ (early >> 7n);
  const small1 = rotateRight64(late, 19n) ^ rotateRight64(late, 61n) ^ (late >> 6n);
  return BigInt.asUintN(64, words[at - 16]! + small0 + words[at - 7]! + small1);
}
