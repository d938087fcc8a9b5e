/**
 * Keys and aliases as they are kept. Everything of a key lives in its one record, its material too: data directories are as secret as
 * what they hold.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { RecordCollection, Records } from '../../store/records.ts';

export interface KmsTag {
  readonly TagKey: string;
  readonly TagValue: string;
}

export interface KeyRecord {
  /** A UUID; `mrk-` and 32 digits if it is for several regions. */
  readonly id: string;
  readonly account: string;
  readonly region: string;
  readonly createdMs: number;
  readonly description: string;
  readonly isEnabled: boolean;
  /** When it goes, if it is to go. */
  readonly deletionMs?: number;
  /** `AWS` for the keys that services make for themselves. */
  readonly manager: 'CUSTOMER' | 'AWS';
  readonly isMultiRegion: boolean;
  /** JSON text. */
  readonly policy: string;
  readonly tags: readonly KmsTag[];
  /** Recorded: the material stays as it is. */
  readonly rotation?: { readonly periodDays: number; readonly sinceMs: number };
  /** 256 bits, base64. */
  readonly material: string;
}

export interface AliasRecord {
  readonly name: string;
  readonly targetKeyId: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}

/** Whose keys: they belong to an account in a region. */
export interface KeyPlace {
  readonly account: string;
  readonly region: string;
}

export const KEYS = 'kms.keys';
export const ALIASES = 'kms.aliases';

export interface Kms {
  readonly records: Records;
  readonly keys: RecordCollection<KeyRecord>;
  readonly aliases: RecordCollection<AliasRecord>;
  readonly clock: Clock;
  readonly ids: Ids;
}

export function placePrefix({ account, region }: KeyPlace): string {
  return `${account}/${region}/`;
}

export function keyArn({ id, account, region }: KeyPlace & { readonly id: string }): string {
  return `arn:aws:kms:${region}:${account}:key/${id}`;
}

export function aliasArn({ account, region }: KeyPlace, name: string): string {
  return `arn:aws:kms:${region}:${account}:${name}`;
}
