import type { Operation } from '../../../gateway/operation.ts';
import type { LogStore } from '../log-store.ts';
import type { StreamInput } from './create-log-stream.ts';

export function deleteLogStream(store: LogStore): Operation<StreamInput> {
  return async ({ logGroupName, logStreamName }, place) => {
    await store.deleteStream(place, logGroupName, logStreamName);
    return {};
  };
}
