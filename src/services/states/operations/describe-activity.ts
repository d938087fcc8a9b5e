import type { Operation } from '../../../gateway/operation.ts';
import { requireActivityArn } from '../arn.ts';
import { activityDoesNotExist } from '../errors.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export function describeActivity({ activities }: StatesDependencies): Operation<{ readonly activityArn: string }> {
  return ({ activityArn }) => {
    requireActivityArn(activityArn);
    const activity = activities.get(activityArn);
    if (!activity) throw activityDoesNotExist(activityArn);
    return {
      activityArn,
      name: activity.name,
      creationDate: new Date(activity.createdMs),
      encryptionConfiguration: activity.encryption,
    };
  };
}
