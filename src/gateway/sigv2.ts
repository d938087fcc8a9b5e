/**
 * Presigned URLs of S3 in Signature Version 2, which older tools still make: `?AWSAccessKeyId=…&Expires=…&Signature=…`.
 *
 * P1 Such a URL is good until the second that it names. P2 Its signature covers the method, the path, the `x-amz-` headers and the sub-resources.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { ApiError } from './operation.ts';
import type { SignedRequest } from './sigv4.ts';

export interface PresignedV2 {
  readonly accessKeyId: string;
  /** As sent: seconds since 1970. */
  readonly expires: string;
  readonly signature: string;
}

/** Parameters that are signed because they choose another resource or change the answer. */
const SIGNED_PARAMETERS = new Set([
  'accelerate',
  'acl',
  'analytics',
  'cors',
  'defaultObjectAcl',
  'delete',
  'inventory',
  'lifecycle',
  'location',
  'logging',
  'metrics',
  'notification',
  'object-lock',
  'partNumber',
  'policy',
  'replication',
  'requestPayment',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
  'restore',
  'select',
  'select-type',
  'storageClass',
  'tagging',
  'torrent',
  'uploadId',
  'uploads',
  'versionId',
  'versioning',
  'versions',
  'website',
]);

/** `undefined` if the URL is not presigned in this way. */
export function parsePresignedV2(rawQuery: string): PresignedV2 | undefined {
  if (!rawQuery.includes('AWSAccessKeyId=')) return undefined;
  const query = new URLSearchParams(rawQuery);
  const [accessKeyId, expires, signature] = [query.get('AWSAccessKeyId'), query.get('Expires'), query.get('Signature')];
  if (!accessKeyId || expires === null || signature === null) {
    throw new ApiError(
      'AccessDenied',
      'Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters',
      { status: 403 },
    );
  }
  return { accessKeyId, expires, signature };
}

/** @throws {ApiError} if the URL is good no longer. */
export function requireUnexpired({ expires }: PresignedV2, nowMs: number): void {
  if (!/^\d{1,12}$/.test(expires)) {
    throw new ApiError('AccessDenied', 'Invalid date (should be seconds since epoch): '.concat(expires), {
      status: 403,
    });
  }
  const expiresMs = Number(expires) * 1_000;
  if (nowMs <= expiresMs) return;
  throw new ApiError('AccessDenied', 'Request has expired', {
    status: 403,
    fields: { Expires: new Date(expiresMs).toISOString(), ServerTime: new Date(nowMs).toISOString() },
  });
}

/** What is signed; AWS quotes it when the signature is wrong. `resource` is the path with its bucket, as sent. */
export function stringToSignV2(request: SignedRequest, resource: string, { expires }: PresignedV2): string {
  const { method, headers, rawQuery } = request;
  const query = [...new URLSearchParams(rawQuery)];
  // Tools put headers that they sign into the query.
  const named = (name: string) => headers[name] ?? query.find(([other]) => other.toLowerCase() === name)?.[1] ?? '';
  const amz = new Map([
    ...query.map(([name, value]) => [name.toLowerCase(), value] as const),
    ...Object.entries(headers),
  ]);
  const amzLines = [...amz]
    .filter(([name]) => name.startsWith('x-amz-'))
    .sort(byName)
    .map(([name, value]) => `${name}:${value.trim()}\n`);
  const parameters = query
    .filter(([name]) => SIGNED_PARAMETERS.has(name))
    .sort(byName)
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  return [
    method,
    named('content-md5'),
    named('content-type'),
    expires,
    `${amzLines.join('')}${resource}${parameters.length > 0 ? `?${parameters.join('&')}` : ''}`,
  ].join('\n');
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);

export function isSignedWithV2(secret: string, stringToSign: string, { signature }: PresignedV2): boolean {
  const expected = createHmac('sha1', secret).update(stringToSign, 'utf8').digest();
  const sent = Buffer.from(signature, 'base64');
  return expected.length === sent.length && timingSafeEqual(expected, sent);
}
