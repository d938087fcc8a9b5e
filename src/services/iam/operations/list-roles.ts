import type { Operation } from '../../../gateway/operation.ts';
import { type Iam, roleView } from '../role-record.ts';

export interface ListRolesInput {
  readonly PathPrefix?: string;
  readonly Marker?: string;
  readonly MaxItems?: number;
}

const DEFAULT_PAGE = 100;

export function listRoles({ roles }: Iam): Operation<ListRolesInput> {
  return ({ PathPrefix = '/', Marker, MaxItems = DEFAULT_PAGE }, { account }) => {
    const prefix = `${account}/`;
    const found = roles
      .list({ prefix, after: Marker === undefined ? undefined : prefix + Marker })
      .filter(({ value }) => value.path.startsWith(PathPrefix))
      .map(({ value }) => value);
    const page = found.slice(0, MaxItems);
    const isTruncated = found.length > page.length;
    return {
      Roles: page.map(roleView),
      IsTruncated: isTruncated,
      ...(isTruncated && { Marker: page.at(-1)?.name }),
    };
  };
}
