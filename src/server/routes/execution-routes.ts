/**
 * `/_stepwell/executions/watch?executionArn=…`: an execution as server-sent events, from its first event to its last, each as it becomes durable.
 * Each message is `{events, execution?}`: history events as GetExecutionHistory prints them (times in seconds since the epoch), without
 * payloads unless `data=true`; `execution` comes when its status is known to have changed.
 */
import type { Engine, ExecutionChange } from '../../engine/engine.ts';
import { jsonResponse, type OwnRequest, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import type { HistoryEvent } from '../../interpreter/history-event.ts';
import { executionDetail } from '../../services/states/execution-view.ts';
import { historyEventView } from '../../services/states/history-view.ts';
import type { ExecutionRecord } from '../../store/journal.ts';

export function executionRoutes(engine: Engine): readonly OwnRoute[] {
  return [
    { method: 'GET', path: '/_stepwell/executions/watch', handler: (request) => watchExecution(engine, request) },
  ];
}

async function watchExecution(engine: Engine, request: OwnRequest): Promise<OwnResponse> {
  const executionArn = request.query.get('executionArn') ?? '';
  const pending: ExecutionChange[] = [];
  let wake = (): void => {};
  // Listen first and read then: what lies in both is told by its event id.
  const stopWatching = engine.watch((change) => {
    if (change.executionArn !== executionArn) return;
    pending.push(change);
    wake();
  });
  const [record, history] = await Promise.all([engine.describe(executionArn), engine.history(executionArn)]);
  if (!record) {
    stopWatching();
    return jsonResponse({ message: `Execution Does Not Exist: '${executionArn}'` }, 404);
  }
  const withData = request.query.get('data') === 'true';
  const message = (events: readonly HistoryEvent[], changed?: ExecutionRecord): string =>
    `data: ${JSON.stringify({ events: events.map((event) => seconds(historyEventView(event, withData))), execution: changed && seconds(executionDetail(changed)) })}\n\n`;

  async function* body(): AsyncGenerator<string> {
    let seen = history?.at(-1)?.id ?? 0;
    try {
      yield message(history ?? [], record);
      if (record!.status !== 'RUNNING') return;
      while (!request.signal.aborted) {
        const change = pending.shift();
        if (!change) {
          await new Promise<void>((resolve) => {
            wake = resolve;
            request.signal.addEventListener('abort', () => resolve(), { once: true });
          });
          continue;
        }
        const events = change.events.filter((event) => event.id > seen);
        seen = Math.max(seen, ...events.map((event) => event.id));
        yield message(events, change.record);
        if (change.record && change.record.status !== 'RUNNING') return;
      }
    } finally {
      stopWatching();
    }
  }
  return { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' }, body: body() };
}

/** Dates as the JSON protocol writes them: seconds since the epoch. */
function seconds<T extends object>(view: T): T {
  return Object.fromEntries(
    Object.entries(view).map(([name, value]) => [name, value instanceof Date ? value.getTime() / 1_000 : value]),
  ) as T;
}
