/** What an ARN of SES names: an identity, a template or a configuration set. Only those three have tags. */
import { ApiError } from '../../gateway/operation.ts';
import { identityKey } from './identities.ts';
import { placePrefix, type Ses, type SesPlace, type SesTag } from './ses-record.ts';

export interface Tagged {
  readonly tags: readonly SesTag[];
  put(tags: readonly SesTag[]): Promise<void>;
}

/** @throws {ApiError} BadRequestException, NotFoundException */
export function requireTagged(ses: Ses, place: SesPlace, arn: string): Tagged {
  const match = /^arn:[a-z-]+:ses:[a-z0-9-]+:\d+:(identity|template|configuration-set)\/(.+)$/.exec(arn);
  if (!match) throw new ApiError('BadRequestException', `The ARN ${arn} is not valid.`);
  const [, kind, name] = match as unknown as [string, string, string];
  const missing = () => new ApiError('NotFoundException', `Resource ${arn} does not exist.`);
  const tagged = <T extends { readonly tags: readonly SesTag[] }>(
    collection: { get(key: string): T | undefined; put(key: string, value: T): Promise<void> },
    key: string,
  ): Tagged => {
    const record = collection.get(key);
    if (!record) throw missing();
    return { tags: record.tags, put: (tags) => collection.put(key, { ...record, tags }) };
  };
  if (kind === 'identity') return tagged(ses.identities, identityKey(place, name));
  if (kind === 'template') return tagged(ses.templates, placePrefix(place) + name);
  return tagged(ses.configurationSets, placePrefix(place) + name);
}
