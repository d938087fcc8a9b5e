import type { Operation } from '../../../gateway/operation.ts';
import { parseArn } from '../arn.ts';
import { resourceNotFound } from '../errors.ts';

/** As DescribeMapRun: there is no map run to change. */
export function updateMapRun(): Operation<{ readonly mapRunArn: string }> {
  return ({ mapRunArn }) => {
    parseArn(mapRunArn, ['mapRun']);
    throw resourceNotFound(mapRunArn);
  };
}
