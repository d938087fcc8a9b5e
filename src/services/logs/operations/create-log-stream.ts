import type { Operation } from '../../../gateway/operation.ts';
import type { LogStore } from '../log-store.ts';

export interface StreamInput {
  readonly logGroupName: string;
  readonly logStreamName: string;
}

export function createLogStream(store: LogStore): Operation<StreamInput> {
  return async ({ logGroupName, logStreamName }, place) => {
    await store.createStream(place, logGroupName, logStreamName);
    return {};
  };
}
