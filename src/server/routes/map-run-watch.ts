/**
 * `GET /_stepwell/map-runs/watch?mapRunArn=…`: how a map run stands, as DescribeMapRun tells it, as server-sent events: at once, then whenever something
 * has changed, a few times a second at most, until it has ended. Times are seconds since the epoch, as in AWS's JSON.
 */
import type { Engine } from '../../engine/engine.ts';
import { jsonResponse, type OwnRequest, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import type { MapRuns } from '../../map-run/map-runs.ts';
import type { Clock } from '../../runtime/clock.ts';
import { mapRunDetail } from '../../services/states/map-run-view.ts';

export interface WatchedMapRuns {
  readonly engine: Engine;
  readonly ending: AbortSignal;
}

const SAMPLE_MS = 250;
/** Comments that keep the connection from being taken for dead. */
const HEARTBEAT_SAMPLES = 80;

export function mapRunWatchRoute(core: () => WatchedMapRuns, clock: Clock): OwnRoute {
  return {
    method: 'GET',
    path: '/_stepwell/map-runs/watch',
    handler: (request) => watch(request, core(), clock),
  };
}

function watch({ query, signal }: OwnRequest, { engine, ending }: WatchedMapRuns, clock: Clock): OwnResponse {
  const mapRunArn = query.get('mapRunArn') ?? '';
  const { mapRuns } = engine;
  if (!mapRuns?.record(mapRunArn)) return jsonResponse({ message: `There is no map run ${mapRunArn}` }, 404);
  const body = samples(mapRuns, mapRunArn, AbortSignal.any([signal, ending]), clock);
  return { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }, body };
}

async function* samples(mapRuns: MapRuns, mapRunArn: string, until: AbortSignal, clock: Clock): AsyncGenerator<string> {
  let last = '';
  for (let idle = 0; !until.aborted; await pause(clock, until)) {
    const description = await mapRuns.describe(mapRunArn);
    if (!description) return;
    const now = JSON.stringify(inSeconds(mapRunDetail(description)));
    idle = now === last ? idle + 1 : 0;
    if (now !== last) yield `data: ${now}\n\n`;
    else if (idle % HEARTBEAT_SAMPLES === 0) yield ':\n\n';
    last = now;
    if (description.record.status !== 'RUNNING') return;
  }
}

function pause(clock: Clock, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const cancel = clock.after(SAMPLE_MS, done);
    function done(): void {
      cancel();
      until.removeEventListener('abort', done);
      resolve();
    }
    until.addEventListener('abort', done);
  });
}

function inSeconds(value: object): object {
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, item instanceof Date ? item.getTime() / 1_000 : item]),
  );
}
