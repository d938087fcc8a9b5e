/** Makes presigned URLs of S3: what a client's SDK makes, for those that this server itself asks to put or get an object. */
import { createHash, createHmac } from 'node:crypto';
import { signingKey } from './sigv4.ts';

export interface PresignRequest {
  readonly method: 'GET' | 'PUT';
  /** Scheme and authority. */
  readonly baseUrl: string;
  readonly bucket: string;
  readonly key: string;
  readonly expiresSeconds: number;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secret: string;
  readonly nowMs: number;
}

export function presignUrl(request: PresignRequest): string {
  const { method, baseUrl, bucket, key, expiresSeconds, region, accessKeyId, secret, nowMs } = request;
  const date = new Date(nowMs).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const day = date.slice(0, 8);
  const scope = `${day}/${region}/s3/aws4_request`;
  const path = `/${bucket}/${key.split('/').map(encode).join('/')}`;
  const query = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${accessKeyId}/${scope}`],
    ['X-Amz-Date', date],
    ['X-Amz-Expires', String(expiresSeconds)],
    ['X-Amz-SignedHeaders', 'host'],
  ]
    .map(([name, value]) => `${name}=${encode(value as string)}`)
    .join('&');
  const host = new URL(baseUrl).host;
  const canonical = [method, path, query, `host:${host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const signature = createHmac('sha256', signingKey(secret, { day, region, service: 's3' }))
    .update(toSign)
    .digest('hex');
  return `${baseUrl}${path}?${query}&X-Amz-Signature=${signature}`;
}

function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
