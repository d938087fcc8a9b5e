import type { Operation } from '../../../gateway/operation.ts';
import type { MapRunChanges } from '../../../map-run/map-runs.ts';
import { parseArn } from '../arn.ts';
import { resourceNotFound, validation } from '../errors.ts';
import type { StatesDependencies } from '../states-dependencies.ts';

export interface UpdateMapRunInput extends MapRunChanges {
  readonly mapRunArn: string;
}

/** What changes takes effect at once, also on items that have begun or failed. */
export function updateMapRun({ engine }: StatesDependencies): Operation<UpdateMapRunInput> {
  return async ({ mapRunArn, maxConcurrency, toleratedFailureCount, toleratedFailurePercentage }) => {
    parseArn(mapRunArn, ['mapRun']);
    const given = { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage };
    const changes = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    if (Object.keys(changes).length === 0) {
      const names = 'maxConcurrency, toleratedFailureCount and toleratedFailurePercentage';
      throw validation(`At least one of ${names} must be specified`, 'MISSING_REQUIRED_PARAMETER');
    }
    if (!(await engine.mapRuns?.update(mapRunArn, changes))) throw resourceNotFound(mapRunArn);
    return {};
  };
}
