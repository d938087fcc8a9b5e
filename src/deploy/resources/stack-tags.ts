/** The tags that CloudFormation puts on what it makes: by them a stack knows its own again. */
import type { Json } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { type ResourceRequest, tagMap } from '../resource-provider.ts';

type Owner = Pick<ResourceRequest, 'stackId' | 'stackName' | 'logicalId'>;

export function stackTags({ stackId, stackName, logicalId }: Owner): Readonly<Record<string, string>> {
  return {
    'aws:cloudformation:stack-id': stackId,
    'aws:cloudformation:stack-name': stackName,
    'aws:cloudformation:logical-id': logicalId,
  };
}

/** Those of the template and the stack's, as `[{Key, Value}]`. */
export function allTags(request: Owner, tags: Json | undefined): { readonly Key: string; readonly Value: string }[] {
  return pairs({ ...tagMap(tags), ...stackTags(request) });
}

export function pairs(tags: Readonly<Record<string, string>>): { readonly Key: string; readonly Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

export function isOwn(owner: Owner, tags: Readonly<Record<string, string>>): boolean {
  return Object.entries(stackTags(owner)).every(([key, value]) => tags[key] === value);
}

/** @throws {DeployError} for something of the same name that this stack did not make */
export function requireOwn(owner: Owner, name: string, tags: Readonly<Record<string, string>>): void {
  if (!isOwn(owner, tags)) throw new DeployError('RESOURCE_FAILED', `${name} already exists, and not in this stack`);
}

/** Keys of tags that are no longer wanted; the stack's own stay. */
export function staleTagKeys(
  present: Readonly<Record<string, string>>,
  wanted: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.keys(present).filter((key) => !(key in wanted) && !key.startsWith('aws:'));
}
