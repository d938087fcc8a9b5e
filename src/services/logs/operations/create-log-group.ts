import type { Operation } from '../../../gateway/operation.ts';
import { invalidParameter } from '../errors.ts';
import type { LogGroupRecord } from '../log-records.ts';
import type { LogStore } from '../log-store.ts';
import { mergeTags, type Tags } from '../tags.ts';

export interface CreateLogGroupInput {
  readonly logGroupName: string;
  readonly kmsKeyId?: string;
  readonly tags?: Tags;
  readonly logGroupClass?: LogGroupRecord['logGroupClass'];
  readonly deletionProtectionEnabled?: boolean;
}

export function createLogGroup(store: LogStore): Operation<CreateLogGroupInput> {
  return async (input, place) => {
    const { logGroupName: name, tags = {}, logGroupClass = 'STANDARD', deletionProtectionEnabled = false } = input;
    if (name.startsWith('aws/')) throw invalidParameter("Log groups starting with 'aws/' are reserved for AWS.");
    await store.createGroup({
      ...store.newGroup(place, name),
      tags: mergeTags({}, tags),
      logGroupClass,
      deletionProtection: deletionProtectionEnabled,
      ...(input.kmsKeyId !== undefined && { kmsKeyId: input.kmsKeyId }),
    });
    return {};
  };
}
