/**
 * `GET /_stepwell/map-runs/failures?mapRunArn=…&limit=…&after=…`: the children of a map run that ended without success, with their errors,
 * by the place of their items. No operation of AWS's tells the error of an Express child. Read only; times are seconds since the epoch.
 */
import type { Engine } from '../../engine/engine.ts';
import { jsonResponse, type OwnRequest, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import { childIdentity } from '../../map-run/child-identity.ts';
import type { MapRunChild, MapRunRecord } from '../../store/map-run-journal.ts';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 1_000;

export function mapRunFailuresRoute(core: () => { readonly engine: Engine }): OwnRoute {
  return {
    method: 'GET',
    path: '/_stepwell/map-runs/failures',
    handler: (request) => failures(request, core().engine),
  };
}

async function failures({ query }: OwnRequest, { mapRuns }: Engine): Promise<OwnResponse> {
  const mapRunArn = query.get('mapRunArn') ?? '';
  const limit = Number(query.get('limit') ?? DEFAULT_PAGE);
  const after = Number(query.get('after') ?? -1);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    return jsonResponse({ message: `limit takes a whole number from 1 to ${MAX_PAGE}` }, 400);
  }
  if (!Number.isInteger(after) || after < -1) {
    return jsonResponse({ message: 'after takes the index of the last failure that was shown' }, 400);
  }
  const record = mapRuns?.record(mapRunArn);
  if (!mapRuns || !record) return jsonResponse({ message: `There is no map run ${mapRunArn}` }, 404);
  const found = await mapRuns.endedAs(['FAILED', 'TIMED_OUT', 'ABORTED'], mapRunArn, after, limit);
  const last = found.at(-1);
  return jsonResponse({
    failures: found.map((child) => shown(record, child)),
    ...(last && found.length === limit && { next: last.index }),
  });
}

function shown({ mapRunArn, executionType }: MapRunRecord, child: MapRunChild): object {
  const { index, status, items, startMs, stopMs, error, cause, input } = child;
  const { name, executionArn } = childIdentity(mapRunArn, index, executionType);
  return {
    index,
    name,
    executionArn,
    status,
    items,
    startDate: startMs / 1_000,
    stopDate: stopMs / 1_000,
    error,
    cause,
    input,
  };
}
