import type { Operation } from '../../../gateway/operation.ts';
import { parseArn } from '../arn.ts';
import { resourceNotFound } from '../errors.ts';
import { mapRunDetail } from '../map-run-view.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export function describeMapRun({ engine }: StatesDependencies): Operation<{ readonly mapRunArn: string }> {
  return async ({ mapRunArn }) => {
    parseArn(mapRunArn, ['mapRun']);
    const found = await engine.mapRuns?.describe(mapRunArn);
    if (!found) throw resourceNotFound(mapRunArn);
    return mapRunDetail(found);
  };
}
