/** A presigned URL of an object, made in the browser as an SDK makes it. On loopback the server takes the key that everybody uses. */

const KEY_ID = 'test';
const SECRET = 'test';
const REGION = 'us-east-1';

/** Works only on pages that came over HTTPS or from this machine: there browsers can sign. */
export async function presignedUrl(bucket: string, key: string, seconds: number, now: Date): Promise<string> {
  const date = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const day = date.slice(0, 8);
  const scope = `${day}/${REGION}/s3/aws4_request`;
  const path = `/${encoded(bucket)}/${key.split('/').map(encoded).join('/')}`;
  const query = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${KEY_ID}/${scope}`],
    ['X-Amz-Date', date],
    ['X-Amz-Expires', String(seconds)],
    ['X-Amz-SignedHeaders', 'host'],
  ]
    .map(([name, value]) => `${name}=${encoded(value!)}`)
    .join('&');
  const canonical = ['GET', path, query, `host:${location.host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', date, scope, hex(await sha256(canonical))].join('\n');
  let signingKey: BufferSource = new TextEncoder().encode(`AWS4${SECRET}`);
  for (const part of [day, REGION, 's3', 'aws4_request']) signingKey = await hmac(signingKey, part);
  return `${location.origin}${path}?${query}&X-Amz-Signature=${hex(await hmac(signingKey, toSign))}`;
}

/** Stricter than browsers: signatures want these encoded, too. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sha256(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
}

async function hmac(key: BufferSource, text: string): Promise<ArrayBuffer> {
  const imported = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  return crypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text));
}

function hex(bytes: ArrayBuffer): string {
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
