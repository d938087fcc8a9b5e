/**
 * The children of a map run with what they failed of, page by page: `GET /_stepwell/map-runs/children?mapRunArn=…&status=…&name=…&limit=…&after=…`, in the
 * order of ListExecutions. `name` asks for a part of the name or of the error; such a page may be short while there is a `next`, or longer than `limit`.
 * Read only; times are seconds since the epoch.
 */
import type { Engine } from '../../engine/engine.ts';
import { jsonResponse, type OwnRequest, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import { type ListChildren, listMapRunChildren } from '../../services/states/list-map-run-children.ts';
import { type ExecutionRecord, InvalidPageToken, type Page } from '../../store/journal.ts';

const DEFAULT_PAGE = 100;
const MAX_PAGE = 1_000;
/** Children that one request with a `name` looks at; the page ends there. */
const MAX_SCANNED = 20_000;
const PAGE_SCANNED = 1_000;
const SHOWN_CAUSE = 300;
const STATUSES: readonly string[] = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'];

export function mapRunChildrenRoute(core: () => { readonly engine: Engine }): OwnRoute {
  return { method: 'GET', path: '/_stepwell/map-runs/children', handler: (request) => list(request, core().engine) };
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
  const mapRunArn = query.get('mapRunArn') ?? '';
  const record = engine.mapRuns?.record(mapRunArn);
  if (!record) return jsonResponse({ message: `There is no map run ${mapRunArn}` }, 404);
  const after = query.get('after') ?? undefined;
  if (record.executionType === 'EXPRESS' && after !== undefined && !/^\d{1,9}$/.test(after)) return wrongToken();
  const read = listMapRunChildren({ engine }, record, status as ExecutionRecord['status'] | undefined);
  try {
    const page = await matching(read, query.get('name')?.toLowerCase(), limit, after);
    return jsonResponse({ children: page.items.map(shown), ...(page.next !== undefined && { next: page.next }) });
  } catch (error) {
    if (error instanceof InvalidPageToken) return wrongToken();
    throw error;
  }
}

function wrongToken(): OwnResponse {
  return jsonResponse({ message: 'after is no token of this listing' }, 400);
}

/** Pages of the store are taken whole: their tokens stand for their ends alone. */
async function matching(
  read: ListChildren,
  name: string | undefined,
  limit: number,
  from?: string,
): Promise<Page<ExecutionRecord>> {
  if (!name) return read(limit, from);
  const items: ExecutionRecord[] = [];
  let next = from;
  let scanned = 0;
  do {
    const page = await read(PAGE_SCANNED, next);
    items.push(...page.items.filter((child) => `${child.name} ${child.error ?? ''}`.toLowerCase().includes(name)));
    scanned += page.items.length;
    next = page.next;
  } while (next !== undefined && items.length < limit && scanned < MAX_SCANNED);
  return { items, next };
}

function shown({ name, executionArn, type, status, startMs, stopMs, error, cause }: ExecutionRecord) {
  return {
    name,
    executionArn,
    type,
    status,
    startDate: startMs / 1_000,
    stopDate: stopMs === undefined ? undefined : stopMs / 1_000,
    error,
    cause: cause?.slice(0, SHOWN_CAUSE),
  };
}
