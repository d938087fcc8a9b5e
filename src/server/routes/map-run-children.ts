/**
 * The children of a map run, page by page: `GET /_stepwell/map-runs/children?mapRunArn=…&status=…&name=…&limit=…&after=…`, and one of them whole with its
 * data, by the place of its items: `GET /_stepwell/map-runs/child?mapRunArn=…&index=…`. STANDARD children come newest first, with those that run; EXPRESS
 * ones by their place, once they have ended. `name` asks for a part of the name or of the error. Read only; times are seconds since the epoch.
 */
import type { Engine } from '../../engine/engine.ts';
import { jsonResponse, type OwnRequest, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import { childIdentity } from '../../map-run/child-identity.ts';
import type { MapRuns } from '../../map-run/map-runs.ts';
import { type ExecutionRecord, InvalidPageToken, type Page } from '../../store/journal.ts';
import type { MapRunChild, MapRunChildStatus, MapRunRecord } from '../../store/map-run-journal.ts';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 1_000;
/** Children that one request with a `name` looks at; the page is cut short there. */
const MAX_SCANNED = 20_000;
const PAGE_SCANNED = 1_000;
const STATUSES: readonly string[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

interface ChildRow {
  readonly name: string;
  readonly executionArn: string;
  readonly status: string;
  readonly startMs: number;
  readonly stopMs?: number;
  readonly error?: string;
  readonly cause?: string;
  readonly index?: number;
  readonly items?: number;
}

type ReadRows = (limit: number, after?: string) => Promise<Page<ChildRow>>;

export function mapRunChildrenRoutes(core: () => { readonly engine: Engine }): readonly OwnRoute[] {
  return [
    { method: 'GET', path: '/_stepwell/map-runs/children', handler: (request) => list(request, core().engine) },
    { method: 'GET', path: '/_stepwell/map-runs/child', handler: (request) => one(request, core().engine) },
  ];
}

async function list({ query }: OwnRequest, engine: Engine): Promise<OwnResponse> {
  const limit = Number(query.get('limit') ?? DEFAULT_PAGE);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    return jsonResponse({ message: `limit takes a whole number from 1 to ${MAX_PAGE}` }, 400);
  }
  const status = query.get('status') || undefined;
  if (status !== undefined && !STATUSES.includes(status)) {
    return jsonResponse({ message: `status is one of ${STATUSES.join(', ')}` }, 400);
  }
  const after = query.get('after') ?? undefined;
  const found = await described(query, engine);
  if (!found) return notThere(query);
  const { mapRuns, record } = found;
  const isStandard = record.executionType === 'STANDARD';
  if (!isStandard && after !== undefined && !/^\d{1,9}$/.test(after)) return wrongToken();
  const read = isStandard ? standardRows(engine, record, status) : expressRows(mapRuns, record, status);
  try {
    const page = await matching(read, query.get('name')?.toLowerCase(), limit, after);
    return jsonResponse({ children: page.items.map(shown), ...(page.next !== undefined && { next: page.next }) });
  } catch (error) {
    if (error instanceof InvalidPageToken) return wrongToken();
    throw error;
  }
}

async function one({ query }: OwnRequest, engine: Engine): Promise<OwnResponse> {
  const index = Number(query.get('index') ?? Number.NaN);
  if (!Number.isInteger(index) || index < 0) return jsonResponse({ message: 'index takes a whole number' }, 400);
  const found = await described(query, engine);
  if (!found) return notThere(query);
  const child = found.mapRuns.children(found.record.mapRunArn, index - 1, 1)[0];
  if (child?.index !== index) return jsonResponse({ message: 'That child is not there, or has not ended yet' }, 404);
  return jsonResponse({ ...shown(rowOf(found.record, child)), input: child.input, output: child.output });
}

async function described(
  query: URLSearchParams,
  { mapRuns }: Engine,
): Promise<{ readonly mapRuns: MapRuns; readonly record: MapRunRecord } | undefined> {
  const record = mapRuns?.record(query.get('mapRunArn') ?? '');
  return mapRuns && record && { mapRuns, record };
}

function notThere(query: URLSearchParams): OwnResponse {
  return jsonResponse({ message: `There is no map run ${query.get('mapRunArn') ?? ''}` }, 404);
}

function wrongToken(): OwnResponse {
  return jsonResponse({ message: 'after is no token of this listing' }, 400);
}

function standardRows(engine: Engine, { mapRunArn }: MapRunRecord, status: string | undefined): ReadRows {
  return (limit, after) => engine.list({ mapRunArn, status: status as ExecutionRecord['status'] }, limit, after);
}

function expressRows(mapRuns: MapRuns, record: MapRunRecord, status: string | undefined): ReadRows {
  const { mapRunArn } = record;
  return async (limit, after) => {
    const from = after === undefined ? -1 : Number(after);
    // Those that run are known by their number alone.
    if (status === 'RUNNING') return { items: [] };
    const found =
      status === undefined
        ? mapRuns.children(mapRunArn, from, limit + 1)
        : await mapRuns.endedAs([status as MapRunChildStatus], mapRunArn, from, limit + 1);
    const items = found.slice(0, limit).map((child) => rowOf(record, child));
    return found.length > limit ? { items, next: String(items.at(-1)!.index) } : { items };
  };
}

/** Fills a page with those that match; without a name, the page is what comes next. */
async function matching(
  read: ReadRows,
  name: string | undefined,
  limit: number,
  from?: string,
): Promise<Page<ChildRow>> {
  if (!name) return read(limit, from);
  const items: ChildRow[] = [];
  let next = from;
  let scanned = 0;
  do {
    const page = await read(PAGE_SCANNED, next);
    const rows = page.items.filter((row) => `${row.name} ${row.error ?? ''}`.toLowerCase().includes(name));
    scanned += page.items.length;
    next = page.next;
    const missing = limit - items.length;
    items.push(...rows.slice(0, missing));
    // A place can be gone on from; a token of the store's stands for the end of its page alone, and then the page has more than was asked for.
    if (rows.length > missing) {
      const { index } = items.at(-1)!;
      if (index !== undefined) return { items, next: String(index) };
      items.push(...rows.slice(missing));
    }
  } while (next !== undefined && items.length < limit && scanned < MAX_SCANNED);
  return { items, next };
}

function rowOf({ mapRunArn, executionType }: MapRunRecord, child: MapRunChild): ChildRow {
  return { ...child, ...childIdentity(mapRunArn, child.index, executionType) };
}

const SHOWN_CAUSE = 300;

function shown({ name, executionArn, status, startMs, stopMs, error, cause, index, items }: ChildRow) {
  return {
    index,
    name,
    executionArn,
    status,
    items,
    startDate: startMs / 1_000,
    stopDate: stopMs === undefined ? undefined : stopMs / 1_000,
    error,
    cause: cause?.slice(0, SHOWN_CAUSE),
  };
}
