/**
 * Parameters as they are kept: a record for each parameter, and one for each of its versions.
 *
 * P1 The number of the newest version is in the parameter's record and written together with it. P2 A label is on one version at most.
 */
import type { Clock } from '../../runtime/clock.ts';
import type { RecordCollection, Records } from '../../store/records.ts';
import type { KeyRing } from '../kms/key-ring.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';
export type Tier = 'Standard' | 'Advanced' | 'Intelligent-Tiering';

export interface ParameterTag {
  readonly Key: string;
  readonly Value: string;
}

export interface ParameterRecord {
  /** As it was given: `/path/name` or `name`. */
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly version: number;
  readonly tags: readonly ParameterTag[];
  /** Version by label. */
  readonly labels: Readonly<Record<string, number>>;
}

export interface VersionRecord {
  readonly version: number;
  readonly type: ParameterType;
  /** Of a SecureString, its ciphertext in base64. */
  readonly value: string;
  readonly keyId?: string;
  readonly description?: string;
  readonly allowedPattern?: string;
  /** JSON text. */
  readonly policies?: string;
  readonly tier: Tier;
  readonly dataType: string;
  readonly modifiedMs: number;
  readonly modifiedBy: string;
}

export interface Parameter {
  readonly record: ParameterRecord;
  readonly version: VersionRecord;
}

export interface ParameterPlace {
  readonly account: string;
  readonly region: string;
}

export const PARAMETERS = 'ssm.parameters';
export const VERSIONS = 'ssm.versions';

export interface ParameterStore {
  readonly records: Records;
  readonly parameters: RecordCollection<ParameterRecord>;
  readonly versions: RecordCollection<VersionRecord>;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

export function placePrefix({ account, region }: ParameterPlace): string {
  return `${account}/${region}/`;
}

export function parameterKey(place: ParameterPlace, name: string): string {
  return placePrefix(place) + name;
}

/** Versions sort by number. A colon is in no name. */
export function versionKey(place: ParameterPlace, name: string, version: number): string {
  return `${versionPrefix(place, name)}${String(version).padStart(10, '0')}`;
}

export function versionPrefix(place: ParameterPlace, name: string): string {
  return `${parameterKey(place, name)}:`;
}

export function parameterArn({ account, region }: ParameterPlace, name: string): string {
  return `arn:aws:ssm:${region}:${account}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
}
