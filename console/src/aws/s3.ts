import { errorOf } from './request.ts';
import { elementsIn, textIn, xmlRequest } from './xml.ts';

export interface Bucket {
  readonly name: string;
  readonly created: string;
}

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
  readonly modified: string;
}

export interface ObjectPage {
  readonly folders: readonly string[];
  readonly objects: readonly StoredObject[];
  readonly next?: string;
}

export async function listBuckets(): Promise<readonly Bucket[]> {
  const root = await xmlRequest('GET', '/?max-buckets=1000');
  return elementsIn(root, 'Bucket').map((bucket) => ({
    name: textIn(bucket, 'Name'),
    created: textIn(bucket, 'CreationDate'),
  }));
}

export async function listObjects(bucket: string, prefix: string, token?: string): Promise<ObjectPage> {
  const query = new URLSearchParams({
    'list-type': '2',
    delimiter: '/',
    prefix,
    'max-keys': '1000',
    ...(token && { 'continuation-token': token }),
  });
  const root = await xmlRequest('GET', `/${encodeURIComponent(bucket)}?${query}`);
  return {
    folders: elementsIn(root, 'CommonPrefixes').map((one) => textIn(one, 'Prefix')),
    objects: elementsIn(root, 'Contents').map((one) => ({
      key: textIn(one, 'Key'),
      bytes: Number(textIn(one, 'Size')),
      modified: textIn(one, 'LastModified'),
    })),
    next: textIn(root, 'NextContinuationToken') || undefined,
  };
}

export function objectUrl(bucket: string, key: string): string {
  return `/${encodeURIComponent(bucket)}/${key.split('/').map(encodeURIComponent).join('/')}`;
}

export async function putObject(bucket: string, key: string, file: File): Promise<void> {
  const response = await fetch(objectUrl(bucket, key), {
    method: 'PUT',
    body: file,
    headers: { 'content-type': file.type || 'application/octet-stream' },
  });
  if (!response.ok) throw await errorOf(response);
}

export async function deleteObject(bucket: string, key: string): Promise<void> {
  const response = await fetch(objectUrl(bucket, key), { method: 'DELETE' });
  if (!response.ok) throw await errorOf(response);
}

export interface ObjectFacts {
  readonly bytes: number;
  readonly modified: string;
  readonly type: string;
  /** The user's own. */
  readonly metadata: readonly (readonly [name: string, value: string])[];
}

export async function describeObject(bucket: string, key: string, signal?: AbortSignal): Promise<ObjectFacts> {
  const response = await fetch(objectUrl(bucket, key), { method: 'HEAD', signal });
  if (!response.ok) throw await errorOf(response);
  const { headers } = response;
  return {
    bytes: Number(headers.get('content-length') ?? 0),
    modified: headers.get('last-modified') ?? '',
    type: headers.get('content-type') ?? 'binary/octet-stream',
    metadata: [...headers]
      .filter(([name]) => name.startsWith('x-amz-meta-'))
      .map(([name, value]) => [name.slice('x-amz-meta-'.length), value] as const),
  };
}

export async function createBucket(bucket: string): Promise<void> {
  const response = await fetch(`/${encodeURIComponent(bucket)}`, { method: 'PUT' });
  if (!response.ok) throw await errorOf(response);
}

/** At most so many bytes, as text. */
export async function readStart(bucket: string, key: string, bytes: number, signal?: AbortSignal): Promise<string> {
  const response = await fetch(objectUrl(bucket, key), { headers: { range: `bytes=0-${bytes - 1}` }, signal });
  if (response.status === 416) return '';
  if (!response.ok) throw await errorOf(response);
  return response.text();
}

/** The browser saves it, whatever its content type says: nothing of a bucket is ever shown as a page. */
export function download(bucket: string, key: string): void {
  const link = document.createElement('a');
  link.href = objectUrl(bucket, key);
  link.download = key.split('/').pop() ?? key;
  link.click();
}
