import { ApiError } from '../../gateway/operation.ts';

export type Tags = Readonly<Record<string, string>>;

const MAX_TAGS = 50;

/** @throws {ApiError} TooManyTagsException */
export function mergeTags(old: Tags, added: Tags): Tags {
  const tags = { ...old, ...added };
  if (Object.keys(tags).length > MAX_TAGS) {
    throw new ApiError('TooManyTagsException', 'The number of tags exceeds the limit of 50.');
  }
  return tags;
}

export function withoutTags(old: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(old).filter(([key]) => !keys.includes(key)));
}
