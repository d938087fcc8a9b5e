/**
 * Executions of every state machine, which no operation of AWS's lists: `GET /_stepwell/executions`, their changes of status as server-sent events, and
 * what a running one waits for. Read only; times are seconds since the epoch, as in AWS's JSON.
 */
import type { Engine, ExecutionChange } from '../../engine/engine.ts';
import { jsonResponse, type OwnRequest, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import type { ExecutionStatus } from '../../interpreter/step.ts';
import type { ThreadWait } from '../../interpreter/waits-of.ts';
import { type ExecutionRecord, InvalidPageToken, type Page } from '../../store/journal.ts';
import { LineQueue } from './json-lines.ts';

export interface ListedCore {
  readonly engine: Engine;
  readonly ending: AbortSignal;
  waits(executionArn: string): Promise<readonly ThreadWait[] | undefined>;
}

const DEFAULT_PAGE = 100;
const MAX_PAGE = 1_000;
/** Records that one request with a `name` looks at; the page is cut short there. */
const MAX_SCANNED = 20_000;
const CLOCK_SLACK_MS = 60_000;
const ENOUGH = 0.75;
const MAX_WAITS = 1_000;
/** Comments that keep the connection from being taken for dead, and notice a client that went away. */
const HEARTBEAT_MS = 20_000;
const STATUSES: readonly string[] = [
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
] satisfies ExecutionStatus[];

export function executionRoutes(core: () => ListedCore): readonly OwnRoute[] {
  return [
    { method: 'GET', path: '/_stepwell/executions', handler: (request) => list(request, core()) },
    { method: 'GET', path: '/_stepwell/executions/changes', handler: (request) => changes(request, core()) },
    { method: 'GET', path: '/_stepwell/executions/waits', handler: (request) => waits(request, core()) },
  ];
}

async function list({ query }: OwnRequest, { engine }: ListedCore): Promise<OwnResponse> {
  const limit = Number(query.get('limit') ?? DEFAULT_PAGE);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    return jsonResponse({ message: `limit takes a whole number from 1 to ${MAX_PAGE}` }, 400);
  }
  const status = query.get('status') ?? undefined;
  if (status !== undefined && !STATUSES.includes(status)) {
    return jsonResponse({ message: `status is one of ${STATUSES.join(', ')}` }, 400);
  }
  const filter = {
    status: status as ExecutionStatus | undefined,
    stateMachineArn: query.get('stateMachineArn') ?? undefined,
  };
  const [fromMs, toMs] = [msOf(query.get('from')), msOf(query.get('to'))];
  if (Number.isNaN(fromMs) || Number.isNaN(toMs)) {
    return jsonResponse({ message: 'from and to take seconds since the epoch' }, 400);
  }
  const hasChildren = query.get('children') !== 'false';
  const wanted = { name: query.get('name')?.toLowerCase(), fromMs, toMs, hasChildren };
  try {
    const page = await matching((size, after) => engine.list(filter, size, after), wanted, limit, query.get('after'));
    return jsonResponse({ executions: page.items.map(summary), ...(page.next !== undefined && { next: page.next }) });
  } catch (error) {
    if (error instanceof InvalidPageToken) return jsonResponse({ message: 'after is no token of this listing' }, 400);
    throw error;
  }
}

interface Wanted {
  /** Part of the name, in small letters. */
  readonly name?: string;
  /** Of the start. */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Children of map runs too. */
  readonly hasChildren: boolean;
}

function msOf(seconds: string | null): number | undefined {
  return seconds === null || seconds === '' ? undefined : Number(seconds) * 1_000;
}

/** Fills a page with those that are wanted; where everything is, the page is what the store has next. */
async function matching(
  read: (size: number, after?: string) => Promise<Page<ExecutionRecord>>,
  { name = '', fromMs = -Infinity, toMs = Infinity, hasChildren }: Wanted,
  limit: number,
  after: string | null,
): Promise<Page<ExecutionRecord>> {
  if (name === '' && fromMs === -Infinity && toMs === Infinity && hasChildren) return read(limit, after ?? undefined);
  const items: ExecutionRecord[] = [];
  let next = after ?? undefined;
  let scanned = 0;
  do {
    // Pages no longer than what is missing: a page that held more than fits would lose the rest.
    const page = await read(limit - items.length, next);
    for (const record of page.items) {
      // Newest first: from here on everything is older, as far as clocks run evenly.
      if (record.startMs < fromMs - CLOCK_SLACK_MS) return { items };
      const isInTime = record.startMs >= fromMs && record.startMs < toMs;
      const isListed = hasChildren || record.mapRunArn === undefined;
      if (isInTime && isListed && record.name.toLowerCase().includes(name)) items.push(record);
    }
    scanned += page.items.length;
    next = page.next;
    // A page that is nearly full is good enough: the last few would be looked for one by one.
  } while (next !== undefined && items.length < limit * ENOUGH && scanned < MAX_SCANNED);
  return { items, next };
}

function changes({ query, signal }: OwnRequest, { engine, ending }: ListedCore): OwnResponse {
  const executionArn = query.get('executionArn');
  const stateMachineArn = query.get('stateMachineArn');
  const hasChildren = query.get('children') !== 'false';
  const lines = new LineQueue<string>();
  const stop = engine.watch(({ record, ...change }: ExecutionChange) => {
    if (!record || (executionArn !== null && change.executionArn !== executionArn)) return;
    if (!hasChildren && record.mapRunArn !== undefined) return;
    if (stateMachineArn === null || record.stateMachineArn === stateMachineArn) {
      lines.push(`data: ${JSON.stringify(summary(record))}\n\n`);
    }
  });
  const heartbeat = setInterval(() => lines.push(':\n\n'), HEARTBEAT_MS);
  AbortSignal.any([signal, ending]).addEventListener(
    'abort',
    () => {
      stop();
      clearInterval(heartbeat);
      lines.close();
    },
    { once: true },
  );
  lines.push(':\n\n');
  return { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }, body: lines };
}

async function waits({ query }: OwnRequest, core: ListedCore): Promise<OwnResponse> {
  const executionArn = query.get('executionArn') ?? '';
  const all = await core.waits(executionArn);
  if (!all) return jsonResponse({ message: `Execution Does Not Exist: '${executionArn}'` }, 404);
  return jsonResponse({ waits: all.slice(0, MAX_WAITS), total: all.length, nowMs: Date.now() });
}

/** Without input and output: lists are looked at, not read. */
function summary(record: ExecutionRecord) {
  return {
    executionArn: record.executionArn,
    stateMachineArn: record.stateMachineArn,
    name: record.name,
    type: record.type,
    status: record.status,
    startDate: record.startMs / 1_000,
    stopDate: record.stopMs === undefined ? undefined : record.stopMs / 1_000,
    error: record.error,
    mapRunArn: record.mapRunArn,
    redriveCount: record.redriveCount,
  };
}
