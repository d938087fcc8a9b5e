import { ApiError } from '../../gateway/operation.ts';
import type { ParameterTag } from './parameter-record.ts';
import { validation } from './ssm-errors.ts';

const MAX_TAGS = 50;

/** @throws {ApiError} TooManyTagsError, ValidationException */
export function mergeTags(before: readonly ParameterTag[], added: readonly ParameterTag[]): readonly ParameterTag[] {
  const tags = new Map(before.map((tag) => [tag.Key, tag]));
  for (const { Key, Value } of added) {
    if (/^aws:(?!cloudformation:)/i.test(Key))
      throw validation('aws: prefixed tag key names are not allowed for external use.');
    tags.set(Key, { Key, Value });
  }
  if (tags.size > MAX_TAGS) throw new ApiError('TooManyTagsError', 'The Targets parameter includes too many tags.');
  return [...tags.values()];
}
