/** What to write for a secret: put, or removed with all its values. */
import type { RecordChange } from '../../store/records.ts';
import { placePrefix, SECRETS, type SecretPlace, type SecretRecord, VALUES, valueKey } from './secret-record.ts';

export function putSecret(secret: SecretRecord): RecordChange {
  return { type: 'put', collection: SECRETS, key: placePrefix(placeOf(secret)) + secret.name, value: secret };
}

export function removeSecret(secret: SecretRecord): readonly RecordChange[] {
  return [
    { type: 'delete', collection: SECRETS, key: placePrefix(placeOf(secret)) + secret.name },
    ...Object.keys(secret.versions).map((id) => removeValue(secret, id)),
  ];
}

export function removeValue({ arn }: SecretRecord, versionId: string): RecordChange {
  return { type: 'delete', collection: VALUES, key: valueKey(arn, versionId) };
}

/** Where a secret lives, as its ARN says: a caller may name one of another account. */
export function placeOf({ arn }: SecretRecord): SecretPlace {
  const [, , , region = '', account = ''] = arn.split(':');
  return { region, account };
}
