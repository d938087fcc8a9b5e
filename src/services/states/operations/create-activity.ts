import type { Operation } from '../../../gateway/operation.ts';
import { activityArn } from '../arn.ts';
import { type EncryptionConfiguration, resolveEncryption } from '../configuration.ts';
import { activityLimitExceeded } from '../errors.ts';
import { requireName } from '../name.ts';
import type { StatesDependencies } from '../states-dependencies.ts';
import { addTags, type Tag } from '../tags.ts';

export interface CreateActivityInput {
  readonly name: string;
  readonly tags?: readonly Tag[];
  readonly encryptionConfiguration?: EncryptionConfiguration;
}

/** Idempotent by name; tags of a repetition are ignored. */
export function createActivity({
  store,
  activities,
  limits,
  clock,
}: StatesDependencies): Operation<CreateActivityInput> {
  return (input, { region, account }) => {
    const name = requireName(input.name);
    const arn = activityArn(region, account, name);
    const encryption = resolveEncryption(input.encryptionConfiguration);
    return store.exclusively(arn, async () => {
      const existing = activities.get(arn);
      if (existing) return { activityArn: arn, creationDate: new Date(existing.createdMs) };
      if (activities.count(activityArn(region, account, '')) >= limits.activities) {
        throw activityLimitExceeded(`At most ${limits.activities} activities are allowed`);
      }
      const createdMs = clock.now();
      await activities.put(arn, { arn, name, createdMs, encryption, tags: addTags(arn, {}, input.tags) });
      return { activityArn: arn, creationDate: new Date(createdMs) };
    });
  };
}
