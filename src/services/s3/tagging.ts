/** Tags of buckets and objects: S3's limits, and the `x-amz-tagging` header. */
import { badRequest, invalidArgument, invalidTag } from './s3-errors.ts';
import type { Tag } from './s3-records.ts';

const LIMITS = { object: 10, bucket: 50 } as const;
const ALLOWED = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

export function checkTags(tags: readonly Tag[], of: keyof typeof LIMITS): readonly Tag[] {
  if (tags.length > LIMITS[of]) {
    throw badRequest(
      of === 'object' ? 'Object tags cannot be greater than 10' : 'Bucket tag count cannot be greater than 50',
    );
  }
  const seen = new Set<string>();
  for (const { Key, Value } of tags) {
    if (Key.length < 1 || Key.length > 128 || !ALLOWED.test(Key)) {
      throw invalidTag('The TagKey you have provided is invalid', { TagKey: Key });
    }
    if (Value.length > 256 || !ALLOWED.test(Value)) {
      throw invalidTag('The TagValue you have provided is invalid', { TagKey: Key, TagValue: Value });
    }
    if (Key.startsWith('aws:')) throw invalidTag('System tags cannot be added/updated by requester');
    if (seen.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', { TagKey: Key });
    seen.add(Key);
  }
  return tags.map(({ Key, Value }) => ({ Key, Value }));
}

/** `a=1&b=2`, URL-encoded. */
export function parseTaggingHeader(header: string | undefined): readonly Tag[] | undefined {
  if (header === undefined) return undefined;
  const tags = [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }));
  if (new Set(tags.map((tag) => tag.Key)).size !== tags.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  }
  return checkTags(tags, 'object');
}
