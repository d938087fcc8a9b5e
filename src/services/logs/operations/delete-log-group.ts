import type { Operation } from '../../../gateway/operation.ts';
import { invalidParameter } from '../errors.ts';
import type { LogStore } from '../log-store.ts';

export function deleteLogGroup(store: LogStore): Operation<{ readonly logGroupName: string }> {
  return async ({ logGroupName }, place) => {
    if (store.group(place, logGroupName).deletionProtection) {
      throw invalidParameter('The specified log group has deletion protection enabled.');
    }
    await store.deleteGroup(place, logGroupName);
    return {};
  };
}
