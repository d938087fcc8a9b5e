import { findKey, requireOwnKey } from './find-key.ts';
import { type KeyPlace, type KeyRecord, type Kms, placePrefix } from './key-record.ts';

/** Writes what `change` makes of a key that callers may change. */
export async function changeKey(
  kms: Kms,
  place: KeyPlace,
  keyId: string,
  change: (key: KeyRecord) => KeyRecord,
): Promise<KeyRecord> {
  const changed = change(requireOwnKey(kms, place, keyId));
  await putKey(kms, changed);
  return changed;
}

export function putKey(kms: Kms, key: KeyRecord): Promise<void> {
  return kms.keys.put(placePrefix(key) + key.id, key);
}

/** Drops the records of keys whose time has come, with their aliases. */
export async function dropDeletedKeys(kms: Kms): Promise<void> {
  for (const { key, value } of kms.keys.list()) {
    if (findKey(kms, value, value.id)) continue;
    const aliases = kms.aliases
      .list({ prefix: placePrefix(value) })
      .filter(({ value: { targetKeyId } }) => targetKeyId === value.id);
    await kms.records.write([
      { type: 'delete', collection: 'kms.keys', key },
      ...aliases.map((alias) => ({ type: 'delete' as const, collection: 'kms.aliases', key: alias.key })),
    ]);
  }
}
