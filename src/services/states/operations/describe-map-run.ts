import type { Operation } from '../../../gateway/operation.ts';
import { parseArn } from '../arn.ts';
import { resourceNotFound } from '../errors.ts';

/** No map run exists yet: creation refuses distributed maps. So every well-formed ARN names one that does not exist. */
export function describeMapRun(): Operation<{ readonly mapRunArn: string }> {
  return ({ mapRunArn }) => {
    parseArn(mapRunArn, ['mapRun']);
    throw resourceNotFound(mapRunArn);
  };
}
