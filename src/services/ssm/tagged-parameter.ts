import { ApiError } from '../../gateway/operation.ts';
import { findRecord, readReference } from './find-parameter.ts';
import type { ParameterPlace, ParameterRecord, ParameterStore } from './parameter-record.ts';

export interface TaggedInput {
  readonly ResourceType: string;
  readonly ResourceId: string;
}

/** @throws {ApiError} InvalidResourceType, InvalidResourceId */
export function requireTagged(store: ParameterStore, place: ParameterPlace, input: TaggedInput): ParameterRecord {
  const { ResourceType, ResourceId } = input;
  if (ResourceType !== 'Parameter') {
    throw new ApiError('InvalidResourceType', `${ResourceType} is not supported here: only Parameter is.`);
  }
  const record = findRecord(store, readReference(ResourceId, place));
  if (!record) {
    throw new ApiError(
      'InvalidResourceId',
      'The resource ID is not valid. Verify that you entered the correct ID and try again.',
    );
  }
  return record;
}
