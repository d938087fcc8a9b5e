import { ApiError } from '../../gateway/operation.ts';
import type { KmsTag } from './key-record.ts';

const MAX_TAGS = 50;

/** @throws {ApiError} TagException, LimitExceededException */
export function mergeTags(before: readonly KmsTag[], added: readonly KmsTag[]): readonly KmsTag[] {
  const tags = new Map(before.map((tag) => [tag.TagKey, tag]));
  for (const { TagKey, TagValue } of added) {
    if (/^aws:(?!cloudformation:)/i.test(TagKey))
      throw new ApiError('TagException', 'Tag key cannot start with "aws:"');
    tags.set(TagKey, { TagKey, TagValue });
  }
  if (new Set(added.map(({ TagKey }) => TagKey)).size < added.length)
    throw new ApiError('TagException', 'Duplicate tag keys');
  if (tags.size > MAX_TAGS) throw new ApiError('LimitExceededException', 'Too many tags');
  return [...tags.values()];
}
