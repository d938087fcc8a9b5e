/** Configuration sets: they can be named when sending, and nothing follows from them. */
import type { Dialect } from './dialect.ts';
import { type ConfigurationSetRecord, placePrefix, type Ses, type SesPlace, type SesTag } from './ses-record.ts';

/** @throws {ApiError} */
export function requireConfigurationSet(
  ses: Ses,
  place: SesPlace,
  dialect: Dialect,
  name: string,
): ConfigurationSetRecord {
  const set = ses.configurationSets.get(placePrefix(place) + name);
  if (!set) throw dialect.configurationSetMissing(name);
  return set;
}

/** @throws {ApiError} */
export async function createConfigurationSet(
  ses: Ses,
  place: SesPlace,
  dialect: Dialect,
  name: string,
  more: { readonly tags?: readonly SesTag[]; readonly options?: ConfigurationSetRecord['options'] } = {},
): Promise<void> {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    throw dialect.invalid('Configuration set name must be 1 to 64 letters, digits, underscores or hyphens.');
  }
  if (ses.configurationSets.has(placePrefix(place) + name)) throw dialect.configurationSetExists(name);
  const { tags = [], options = {} } = more;
  await ses.configurationSets.put(placePrefix(place) + name, { name, createdMs: ses.clock.now(), tags, options });
}

export function listConfigurationSets(ses: Ses, place: SesPlace): readonly ConfigurationSetRecord[] {
  return ses.configurationSets.list({ prefix: placePrefix(place) }).map(({ value }) => value);
}
