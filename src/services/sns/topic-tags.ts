/** https://docs.aws.amazon.com/sns/latest/dg/sns-tags.html */
import { ApiError } from '../../gateway/operation.ts';
import { invalidParameter } from './sns-errors.ts';

export type TagList = readonly { readonly Key: string; readonly Value: string }[];

const MAX_TAGS = 50;

/** @throws {ApiError} */
export function readTags(list: TagList | undefined): Record<string, string> {
  const keys = (list ?? []).map(({ Key }) => Key);
  if (new Set(keys).size !== keys.length) throw invalidParameter('Duplicated keys are not allowed.');
  if (keys.some((key) => /^aws:/i.test(key))) throw invalidParameter('Tag keys may not begin with aws:');
  return Object.fromEntries((list ?? []).map(({ Key, Value }) => [Key, Value]));
}

/** @throws {ApiError} `TagLimitExceeded`. */
export function checkTagCount(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length <= MAX_TAGS) return;
  throw new ApiError('TagLimitExceeded', 'Could not complete request: tag quota of per resource exceeded');
}

export const tagList = (tags: Readonly<Record<string, string>>): TagList =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
