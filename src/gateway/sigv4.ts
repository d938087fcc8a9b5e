/**
 * AWS Signature Version 4: what a request says about its signer, and whether its signature is right.
 *
 * V1 Comparison takes the same time wherever the first difference is. V2 A presigned URL is good until it expires, a signed request for 15 minutes.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ApiError } from './operation.ts';

export interface SignedRequest {
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  readonly rawQuery: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Signature {
  readonly accessKeyId: string;
  /** YYYYMMDD */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly isPresigned: boolean;
  /** YYYYMMDD'T'HHMMSS'Z' */
  readonly date: string;
  /** Seconds, of presigned URLs. */
  readonly expires?: number;
  readonly securityToken?: string;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';
export const UNSIGNED_PAYLOAD = 'UNSIGNED-PAYLOAD';

/** `undefined` if the request is not signed in this way. */
export function parseSignature(request: Pick<SignedRequest, 'rawQuery' | 'headers'>): Signature | undefined {
  const { authorization } = request.headers;
  if (authorization?.startsWith(ALGORITHM)) return parseHeader(authorization, request.headers);
  if (request.rawQuery.includes('X-Amz-Credential=')) return parsePresigned(new URLSearchParams(request.rawQuery));
  return undefined;
}

function parseHeader(authorization: string, headers: Readonly<Record<string, string>>): Signature | undefined {
  const credential = between(authorization, 'Credential=');
  const scope = credential === undefined ? undefined : parseCredential(credential);
  if (!scope) return undefined;
  return {
    ...scope,
    signedHeaders: (between(authorization, 'SignedHeaders=') ?? '').split(';'),
    signature: between(authorization, 'Signature=') ?? '',
    isPresigned: false,
    date: headers['x-amz-date'] ?? '',
    securityToken: headers['x-amz-security-token'],
  };
}

function between(text: string, name: string): string | undefined {
  const start = text.indexOf(name);
  if (start < 0) return undefined;
  const end = text.indexOf(',', start);
  return text.slice(start + name.length, end < 0 ? undefined : end).trim();
}

/** The access key id may hold slashes; the scope is the last four parts. */
function parseCredential(credential: string) {
  const parts = credential.split('/');
  if (parts.length < 5) return undefined;
  const [day, region, service] = parts.slice(-4) as [string, string, string, string];
  return { accessKeyId: parts.slice(0, -4).join('/'), day, region, service };
}

function parsePresigned(query: URLSearchParams): Signature | undefined {
  const scope = parseCredential(query.get('X-Amz-Credential') ?? '');
  if (!scope) return undefined;
  return {
    ...scope,
    signedHeaders: (query.get('X-Amz-SignedHeaders') ?? '').split(';'),
    signature: query.get('X-Amz-Signature') ?? '',
    isPresigned: true,
    date: query.get('X-Amz-Date') ?? '',
    expires: Number(query.get('X-Amz-Expires') ?? Number.NaN),
    securityToken: query.get('X-Amz-Security-Token') ?? undefined,
  };
}

const MAX_SKEW_MS = 15 * 60_000;
const MAX_EXPIRES_S = 7 * 24 * 3600;

/** @throws {ApiError} if a signed request is too old or too new, or a presigned URL has expired. */
export function requireFresh(signature: Signature, nowMs: number): void {
  const signedAt = parseDate(signature.date);
  if (signedAt === undefined)
    throw new ApiError('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header', {
      status: 403,
    });
  if (!signature.isPresigned) {
    if (Math.abs(nowMs - signedAt) <= MAX_SKEW_MS) return;
    throw new ApiError(
      'RequestTimeTooSkewed',
      'The difference between the request time and the current time is too large.',
      { status: 403 },
    );
  }
  if (signature.signature === '' || signature.signedHeaders[0] === '') {
    throw new ApiError(
      'AuthorizationQueryParametersError',
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  const { expires = Number.NaN } = signature;
  if (!(expires >= 0 && expires <= MAX_EXPIRES_S)) {
    throw new ApiError(
      'AuthorizationQueryParametersError',
      'X-Amz-Expires must be a number between 0 and 604800 seconds',
    );
  }
  const expiresMs = signedAt + expires * 1000;
  if (nowMs > expiresMs) {
    throw new ApiError('AccessDenied', 'Request has expired', {
      status: 403,
      fields: {
        'X-Amz-Expires': expires,
        Expires: new Date(expiresMs).toISOString(),
        ServerTime: new Date(nowMs).toISOString(),
      },
    });
  }
  if (nowMs < signedAt - MAX_SKEW_MS) throw new ApiError('AccessDenied', 'Request is not yet valid', { status: 403 });
}

function parseDate(date: string): number | undefined {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(date)?.slice(1).map(Number);
  if (!parts) return undefined;
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

export function signingKey(
  secret: string,
  { day, region, service }: Pick<Signature, 'day' | 'region' | 'service'>,
): Buffer {
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text, 'utf8').digest();
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, day), region), service), 'aws4_request');
}

const sha256 = (text: string | Uint8Array) => createHash('sha256').update(text).digest('hex');

/**
 * Whether the signature is that of `secret`.
 * @param payloadHash hex SHA-256 of the body, `UNSIGNED-PAYLOAD`, or one of the streaming marks
 */
export function isSignedWith(
  secret: string,
  request: SignedRequest,
  signature: Signature,
  payloadHash: string,
): boolean {
  const isS3 = signature.service === 's3' || signature.service === 's3express';
  const canonical = [
    request.method,
    canonicalPath(request.path, isS3),
    canonicalQuery(request.rawQuery),
    ...signature.signedHeaders.map((name) => `${name}:${(request.headers[name] ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    signature.signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
  const toSign = [ALGORITHM, signature.date, scopeOf(signature), sha256(canonical)].join('\n');
  const expected = createHmac('sha256', signingKey(secret, signature)).update(toSign, 'utf8').digest('hex');
  return equal(expected, signature.signature);
}

const scopeOf = ({ day, region, service }: Signature) => `${day}/${region}/${service}/aws4_request`;

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8')];
  return left.length === right.length && timingSafeEqual(left, right);
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** S3 encodes a path once, everybody else encodes the encoded path again. */
function canonicalPath(path: string, isS3: boolean): string {
  const parts = path.split('/');
  return (isS3 ? parts.map((part) => encode(decode(part))) : parts.map(encode)).join('/') || '/';
}

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === '') return '';
  const pairs = rawQuery
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=');
      return [encode(decode(name.replaceAll('+', ' '))), encode(decode(rest.join('=').replaceAll('+', ' ')))] as const;
    })
    .filter(([name]) => name !== 'X-Amz-Signature');
  const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  return pairs
    .sort((a, b) => order(a[0], b[0]) || order(a[1], b[1]))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** Checks the signatures of an `aws-chunked` body, each of which covers the one before. */
export function chunkVerifier(
  secret: string,
  signature: Signature,
): (sent: string | undefined, data: Uint8Array) => boolean {
  const key = signingKey(secret, signature);
  let previous = signature.signature;
  return (sent, data) => {
    const toSign = [
      `${ALGORITHM}-PAYLOAD`,
      signature.date,
      scopeOf(signature),
      previous,
      sha256(''),
      sha256(data),
    ].join('\n');
    const expected = createHmac('sha256', key).update(toSign, 'utf8').digest('hex');
    previous = expected;
    return equal(expected, sent ?? '');
  };
}
