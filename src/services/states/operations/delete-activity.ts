import type { Operation } from '../../../gateway/operation.ts';
import { requireActivityArn } from '../arn.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

/** Idempotent. */
export function deleteActivity({ activities }: StatesDependencies): Operation<{ readonly activityArn: string }> {
  return async ({ activityArn }) => {
    requireActivityArn(activityArn);
    await activities.delete(activityArn);
    return {};
  };
}
