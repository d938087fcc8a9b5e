/** Tags of a table. */

import type { DynaliteStore } from './dynalite-store.ts';
import { invalidParameter, validationError } from './dynamodb-errors.ts';

interface Tag {
  readonly Key?: string;
  readonly Value?: string;
}

const MAX_TAGS = 50;
const MAX_KEY = 128;
const MAX_VALUE = 256;

/** @throws `ValidationException` */
export function checkTags(value: unknown): void {
  const tags = value as readonly Tag[];
  if (tags.length > MAX_TAGS) throw invalidParameter(`Number of tags exceeds the limit of ${MAX_TAGS}`);
  const keys = new Set<string>();
  tags.forEach(({ Key: key, Value: text }, index) => {
    const path = `tags.${index + 1}.member`;
    if (key === undefined || key.length < 1 || key.length > MAX_KEY) throw constraint(`${path}.key`, key, MAX_KEY, 1);
    if (text === undefined || text.length > MAX_VALUE) throw constraint(`${path}.value`, text, MAX_VALUE, 0);
    if (keys.has(key)) throw invalidParameter(`Duplicate Tag Keys: ${key}`);
    keys.add(key);
  });
}

function constraint(path: string, value: string | undefined, max: number, min: number): Error {
  const subject = value === undefined ? 'Value null' : `Value '${value}'`;
  const text =
    value === undefined
      ? 'Member must not be null'
      : value.length > max
        ? `Member must have length less than or equal to ${max}`
        : `Member must have length greater than or equal to ${min}`;
  return validationError(`1 validation error detected: ${subject} at '${path}' failed to satisfy constraint: ${text}`);
}

export function putTags(store: DynaliteStore, table: string, value: unknown): void {
  for (const { Key: key, Value: text } of (value ?? []) as readonly Tag[]) {
    store.database.put(store.tagsSpace(table), key as string, JSON.stringify(text));
  }
}
