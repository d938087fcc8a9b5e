/** State machines and activities carry tags; versions and aliases do not. */
import type { RecordCollection } from '../../store/records.ts';
import { parseArn } from './arn.ts';
import { resourceNotFound } from './errors.ts';
import type { StatesDependencies } from './states-dependencies.ts';
import type { Tags } from './tags.ts';

interface Tagged {
  readonly tags: Tags;
}

/** @throws {ApiError} InvalidArn, ResourceNotFound */
export function tagsOf(dependencies: StatesDependencies, arn: string): Tags {
  return find(dependencies, arn).resource.tags;
}

/** Changes the tags of a resource, one change at a time. @throws {ApiError} InvalidArn, ResourceNotFound */
export function changeTags(
  dependencies: StatesDependencies,
  arn: string,
  change: (tags: Tags) => Tags,
): Promise<Record<string, never>> {
  return dependencies.store.exclusively(arn, async () => {
    const { collection, resource } = find(dependencies, arn);
    await collection.put(arn, { ...resource, tags: change(resource.tags) });
    return {};
  });
}

function find({ store, activities }: StatesDependencies, arn: string) {
  const { type } = parseArn(arn, ['stateMachine', 'activity']);
  const collection = (type === 'activity' ? activities : store.machines) as unknown as RecordCollection<Tagged>;
  const resource = collection.get(arn);
  if (!resource) throw resourceNotFound(arn);
  return { collection, resource };
}
