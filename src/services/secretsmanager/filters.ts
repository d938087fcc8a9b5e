/** The filters of ListSecrets and BatchGetSecretValue: values begin with the wanted text; `!` before it turns it round. */

import { placeOf } from './secret-changes.ts';
import { invalidParameter } from './secret-errors.ts';
import type { SecretRecord } from './secret-record.ts';

export interface SecretFilter {
  readonly Key?: string;
  readonly Values?: readonly string[];
}

/** @throws {ApiError} InvalidParameterException */
export function filterSecrets(
  secrets: readonly SecretRecord[],
  filters: readonly SecretFilter[] = [],
): readonly SecretRecord[] {
  for (const { Key, Values } of filters) {
    if (Key === undefined) throw invalidParameter('Invalid filter key');
    if (!Values?.length) throw invalidParameter(`Invalid filter values for key: ${Key}`);
  }
  return secrets.filter((secret) => filters.every((filter) => holds(secret, filter)));
}

function holds(secret: SecretRecord, { Key, Values = [] }: SecretFilter): boolean {
  const texts = textsOf(secret, Key as string);
  return Values.some((value) => {
    const isNegated = value.startsWith('!');
    const wanted = isNegated ? value.slice(1) : value;
    return texts(wanted) !== isNegated;
  });
}

/** Names and tags count capitals, the rest does not. */
function textsOf(secret: SecretRecord, key: string): (wanted: string) => boolean {
  const exact = (texts: readonly string[]) => (wanted: string) => texts.some((text) => text.startsWith(wanted));
  const loose = (texts: readonly string[]) => (wanted: string) =>
    texts
      .flatMap((text) => [text, ...text.split(/[\s/_+=.@!-]+/)])
      .some((text) => text.toLowerCase().startsWith(wanted.toLowerCase()));
  switch (key) {
    case 'name':
      return exact([secret.name]);
    case 'tag-key':
      return exact(secret.tags.map((tag) => tag.Key));
    case 'tag-value':
      return exact(secret.tags.map((tag) => tag.Value));
    case 'description':
      return loose([secret.description ?? '']);
    case 'primary-region':
      return loose([placeOf(secret).region]);
    case 'owning-service':
      return () => false;
    default:
      return loose([secret.name, secret.description ?? '', ...secret.tags.flatMap((tag) => [tag.Key, tag.Value])]);
  }
}
