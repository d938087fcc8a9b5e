/**
 * Tells the default event bus of each change of a Standard execution's status.
 *
 * T1 While somebody may listen, a start that was told leaves a note beside its deliveries, which goes with the telling of the end: after a
 * crash between the end and its telling, the end is told at the next start. T2 Events of one execution are told in order.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
import type { Engine, ExecutionChange } from '../../engine/engine.ts';
import type { Logger } from '../../runtime/logger.ts';
import type { ExecutionRecord } from '../../store/journal.ts';
import type { RecordChange, Records } from '../../store/records.ts';
import type { EventsService } from '../events/events-service.ts';
import { obstacleOfStatus } from './redrive-obstacle.ts';

export interface ExecutionStatusEventsOptions {
  readonly engine: Pick<Engine, 'watch' | 'describe'>;
  readonly records: Records;
  readonly events: Pick<EventsService, 'emit' | 'isHeard'>;
  readonly logger: Logger;
}

const TOLD = 'states.told-executions';
/** AWS leaves out an input or an output that would make the event too long. */
const MAX_DATA_BYTES = 248 * 1024;

const PAGE = 200;

/** Begin before the engine recovers. What a crash kept from being told is told in the background. Returns the way to stop. */
export function startExecutionStatusEvents(options: ExecutionStatusEventsOptions): () => Promise<void> {
  const { engine, logger } = options;
  /** By execution: the telling under way. */
  const telling = new Map<string, Promise<void>>();
  const tell = (record: ExecutionRecord, isLate = false): void => {
    const { executionArn } = record;
    const before = telling.get(executionArn) ?? Promise.resolve();
    const turn = before
      .then(() => tellStatus(options, record, isLate))
      .catch((error: unknown) => logger.warn('A change of status could not be told', { executionArn, error }))
      .finally(() => {
        if (telling.get(executionArn) === turn) telling.delete(executionArn);
      });
    telling.set(executionArn, turn);
  };
  const unwatch = engine.watch((change) => {
    for (const record of statusesOf(change, options)) tell(record);
  });
  const ending = new AbortController();
  const late = tellLate(options, ending.signal, (record) => tell(record, true));
  return async () => {
    unwatch();
    ending.abort();
    await late;
    await Promise.all(telling.values());
  };
}

/** Executions of an earlier run whose end was not told. */
async function tellLate(
  { engine, records, logger }: ExecutionStatusEventsOptions,
  ending: AbortSignal,
  tell: (record: ExecutionRecord) => void,
): Promise<void> {
  const notes = records.collection<Record<string, never>>(TOLD);
  try {
    let after: string | undefined;
    do {
      const page = notes.list({ limit: PAGE, after });
      for (const { key } of page) {
        const record = await engine.describe(key);
        if (record && record.status !== 'RUNNING') tell(record);
      }
      after = page.length < PAGE ? undefined : page.at(-1)?.key;
    } while (after !== undefined && !ending.aborted);
  } catch (error) {
    logger.warn('Ends of executions could not be told after the restart', { error });
  }
}

/** A short execution starts and ends in one change. */
function statusesOf({ events, record }: ExecutionChange, options: ExecutionStatusEventsOptions): ExecutionRecord[] {
  if (record?.type !== 'STANDARD') return [];
  if (!options.events.isHeard(placeOf(record))) {
    const isOver = record.status !== 'RUNNING';
    return isOver && options.records.collection(TOLD).has(record.executionArn) ? [record] : [];
  }
  const hasStarted = events.some(({ type }) => type === 'ExecutionStarted' || type === 'ExecutionRedriven');
  if (!hasStarted || record.status === 'RUNNING') return [record];
  const { stopMs: _1, output: _2, error: _3, cause: _4, ...started } = record;
  return [{ ...started, status: 'RUNNING' }, record];
}

function placeOf({ executionArn }: ExecutionRecord) {
  const [, , , region = '', account = ''] = executionArn.split(':');
  return { region, account };
}

/** `isLate`: only if nobody told it in the meantime. */
async function tellStatus(
  options: ExecutionStatusEventsOptions,
  record: ExecutionRecord,
  isLate: boolean,
): Promise<void> {
  const { events, records } = options;
  const { executionArn: key } = record;
  const note: RecordChange =
    record.status === 'RUNNING'
      ? { type: 'put', collection: TOLD, key, value: {} }
      : { type: 'delete', collection: TOLD, key };
  const place = placeOf(record);
  const hasNote = records.collection(TOLD).has(key);
  if (isLate && !hasNote) return;
  if (!events.isHeard(place)) {
    if (hasNote && record.status !== 'RUNNING') await records.write([note]);
    return;
  }
  const entry = {
    source: 'aws.states',
    detailType: 'Step Functions Execution Status Change',
    resources: [key],
    detail: statusDetail(record),
    timeMs: record.stopMs ?? record.redriveMs ?? record.startMs,
  };
  await events.emit(place, entry, record.status === 'RUNNING' || hasNote ? [note] : []);
}

export function statusDetail(record: ExecutionRecord) {
  const { input, output } = record;
  const obstacle = obstacleOfStatus(record);
  const [inputBytes, outputBytes] = [input, output ?? ''].map((text) => Buffer.byteLength(JSON.stringify(text)));
  const hasOutput = output !== undefined && outputBytes! <= MAX_DATA_BYTES;
  const hasInput = inputBytes! + (hasOutput ? outputBytes! : 0) <= MAX_DATA_BYTES;
  return {
    executionArn: record.executionArn,
    stateMachineArn: record.stateMachineArn,
    stateMachineVersionArn: record.stateMachineVersionArn ?? null,
    stateMachineAliasArn: record.stateMachineAliasArn ?? null,
    name: record.name,
    status: record.status,
    startDate: record.startMs,
    stopDate: record.stopMs ?? null,
    input: hasInput ? input : null,
    inputDetails: { included: hasInput },
    output: hasOutput ? output : null,
    outputDetails: output === undefined ? null : { included: hasOutput },
    error: record.error ?? null,
    cause: record.cause ?? null,
    redriveCount: record.redriveCount,
    redriveDate: record.redriveMs ?? null,
    redriveStatus: obstacle === undefined ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    redriveStatusReason: obstacle ?? null,
  };
}
