import { setImmediate } from 'node:timers/promises';
import type { Engine, ExecutionChange } from '../../engine/engine.ts';
import { jsonResponse, type OwnRequest, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import type { HistoryEvent } from '../../interpreter/history-event.ts';
import { wireEvent } from '../../interpreter/wire-event.ts';
import { executionDetail } from '../../services/states/execution-view.ts';
import { obstacleOfStatus } from '../../services/states/redrive-obstacle.ts';
import type { ExecutionRecord } from '../../store/journal.ts';
import { LineQueue } from './json-lines.ts';

/** Events in one message: few at first, so that something is there to look at. */
const FIRST_PART = 250;
const PART = 1_000;

export interface WatchedCore {
  readonly engine: Engine;
  readonly ending: AbortSignal;
}

/**
 * `GET /_stepwell/executions/watch?executionArn=…`: server-sent events with the execution's history from its first event on, as it becomes
 * durable; the last one carries the ended execution. Times are seconds since the epoch, as in AWS's JSON.
 */
export function watchExecutionRoute(core: () => WatchedCore): OwnRoute {
  return {
    method: 'GET',
    path: '/_stepwell/executions/watch',
    handler: (request) => watch(request, core()),
  };
}

async function watch({ query, signal }: OwnRequest, { engine, ending }: WatchedCore): Promise<OwnResponse> {
  const executionArn = query.get('executionArn') ?? '';
  const changes = new LineQueue<ExecutionChange>();
  // Before the history is read: what happens in between is told twice rather than never.
  const stop = engine.watch((change) => {
    if (change.executionArn === executionArn) changes.push(change);
  });
  const until = AbortSignal.any([signal, ending]);
  until.addEventListener('abort', () => changes.close(), { once: true });
  try {
    const record = await engine.describe(executionArn);
    const history = await engine.history(executionArn);
    if (!record || !history) {
      stop();
      return jsonResponse({ message: `Execution Does Not Exist: '${executionArn}'` }, 404);
    }
    const body = serverSentEvents(history, record, changes, stop);
    return { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }, body };
  } catch (error) {
    stop();
    throw error;
  }
}

async function* serverSentEvents(
  history: readonly HistoryEvent[],
  record: ExecutionRecord,
  changes: LineQueue<ExecutionChange>,
  stop: () => void,
): AsyncGenerator<string> {
  try {
    let lastId = history.at(-1)?.id ?? 0;
    const isOver = record.status !== 'RUNNING';
    for (let from = 0, size = FIRST_PART; from < history.length || from === 0; from += size, size = PART) {
      // Long histories in parts: neither side stands still over one, and what comes first is shown first.
      if (from > 0) await setImmediate();
      yield message(history.slice(from, from + size), isOver && from + size >= history.length ? record : undefined);
    }
    if (isOver) return;
    for await (const change of changes) {
      const fresh = change.events.filter(({ id }) => id > lastId);
      lastId = fresh.at(-1)?.id ?? lastId;
      const ended = change.record && change.record.status !== 'RUNNING' ? change.record : undefined;
      if (fresh.length > 0 || ended) yield message(fresh, ended);
      if (ended) return;
    }
  } finally {
    stop();
  }
}

function message(events: readonly HistoryEvent[], ended: ExecutionRecord | undefined): string {
  const data = {
    events: events.map((event) => ({ ...wireEvent(event), timestamp: event.timestamp / 1000 })),
    ...(ended && { execution: inSeconds(executionDetail(ended, obstacleOfStatus(ended))) }),
  };
  return `data: ${JSON.stringify(data)}\n\n`;
}

function inSeconds(value: object): object {
  const entries = Object.entries(value).map(([name, item]) => [
    name,
    item instanceof Date ? item.getTime() / 1000 : item,
  ]);
  return Object.fromEntries(entries);
}
