/** Tags of state machines and activities: a key counts once, the last value wins, fifty at most. */
import { tooManyTags } from './errors.ts';

export interface Tag {
  readonly key?: string;
  readonly value?: string;
}

export type Tags = Readonly<Record<string, string>>;

const MAX_TAGS = 50;

/** @throws {ApiError} TooManyTags */
export function addTags(arn: string, old: Tags, added: readonly Tag[] | undefined): Tags {
  const tags = { ...old, ...Object.fromEntries((added ?? []).map(({ key, value }) => [key ?? '', value ?? ''])) };
  if (Object.keys(tags).length > MAX_TAGS) throw tooManyTags(arn);
  return tags;
}

export function removeTags(old: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(old).filter(([key]) => !keys.includes(key)));
}

export function listTags(tags: Tags): readonly Tag[] {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
