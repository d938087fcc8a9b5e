import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { changeRole, type Iam, type IamTag } from '../role-record.ts';

const MAX_TAGS = 50;

export function tagRole(iam: Iam): Operation<{ readonly RoleName: string; readonly Tags: readonly IamTag[] }> {
  return ({ RoleName, Tags }, context) =>
    changeRole(iam, context, RoleName, (role) => {
      const tags = new Map([...role.tags, ...Tags].map((tag) => [tag.Key, tag]));
      if (tags.size > MAX_TAGS) {
        throw new ApiError('LimitExceededException', 'The number of tags has reached the maximum limit.', {
          status: 409,
        });
      }
      return { ...role, tags: [...tags.values()] };
    });
}
