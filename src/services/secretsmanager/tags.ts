import { invalidParameter } from './secret-errors.ts';
import type { SecretTag } from './secret-record.ts';

const MAX_TAGS = 50;

/** @throws {ApiError} InvalidParameterException */
export function mergeTags(before: readonly SecretTag[], added: readonly Partial<SecretTag>[]): readonly SecretTag[] {
  const tags = new Map(before.map((tag) => [tag.Key, tag]));
  for (const { Key = '', Value = '' } of added) {
    if (Key === '') throw invalidParameter('Tag key must not be empty.');
    if (/^aws:(?!cloudformation:)/i.test(Key))
      throw invalidParameter("Tag keys can't start with aws: as it's reserved for AWS use.");
    tags.set(Key, { Key, Value });
  }
  if (tags.size > MAX_TAGS) throw invalidParameter(`You can't have more than ${MAX_TAGS} tags on a secret.`);
  return [...tags.values()];
}
