import { DeployError } from '../deploy-error.ts';
import type { ResourceRequest } from '../resource-provider.ts';

/** An S3 object's bytes: definitions and other small text that templates point at. At most 16 MiB. */
export async function readObject(
  request: Pick<ResourceRequest, 'services'>,
  bucket: string,
  key: string,
): Promise<Uint8Array> {
  const output = await request.services.call('s3', 'GetObject', { Bucket: bucket, Key: key });
  const body = output['Body'];
  if (body instanceof Uint8Array) return body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > 16 * 1_048_576) throw new DeployError('RESOURCE_FAILED', `s3://${bucket}/${key} is larger than 16 MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
