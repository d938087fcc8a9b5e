/**
 * Secrets as they are kept: what describes a secret and its versions in one record, each version's value, encrypted, in another.
 *
 * S1 A version's value never changes. S2 A stage is on one version at most; AWSCURRENT is on one as soon as there is a version.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { Ids } from '../../runtime/ids.ts';
import type { RecordCollection, Records } from '../../store/records.ts';
import type { KeyRing } from '../kms/key-ring.ts';

export interface SecretTag {
  readonly Key: string;
  readonly Value: string;
}

export interface VersionRecord {
  readonly createdMs: number;
  readonly stages: readonly string[];
  readonly accessedMs?: number;
}

export interface SecretRecord {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly kmsKeyId?: string;
  readonly type?: string;
  readonly createdMs: number;
  readonly changedMs: number;
  readonly accessedMs?: number;
  /** When it was deleted and when it goes for good. */
  readonly deleted?: { readonly atMs: number; readonly purgeMs: number };
  readonly tags: readonly SecretTag[];
  /** JSON text. */
  readonly policy?: string;
  readonly versions: Readonly<Record<string, VersionRecord>>;
}

/** Base64 of what the key ring made of it. */
export interface ValueRecord {
  readonly type: 'string' | 'binary';
  readonly ciphertext: string;
}

export interface SecretPlace {
  readonly account: string;
  readonly region: string;
}

export const SECRETS = 'secretsmanager.secrets';
export const VALUES = 'secretsmanager.values';

export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';
export const PENDING = 'AWSPENDING';

export interface SecretsManager {
  readonly records: Records;
  readonly secrets: RecordCollection<SecretRecord>;
  readonly values: RecordCollection<ValueRecord>;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
  readonly ids: Ids;
}

export function placePrefix({ account, region }: SecretPlace): string {
  return `${account}/${region}/`;
}

export function valueKey(arn: string, versionId: string): string {
  return `${arn}|${versionId}`;
}
