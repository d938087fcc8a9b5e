/** An execution as it goes on: its history so far, its record, and what it waits for. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { callAws, getJson } from '../aws/request.ts';
import type { Execution } from '../aws/types.ts';
import type { WireEvent } from '../model/history.ts';
import { openStream } from './event-stream.ts';

export interface Wait {
  readonly state: string;
  readonly enteredEventId: number;
  readonly reason: {
    readonly type: 'Timer' | 'Retry' | 'Task' | 'Job' | 'Callback' | 'MapRun' | 'Slot';
    readonly untilMs?: number;
    readonly retriesUsed?: number;
    readonly attempt?: number;
    readonly timeoutMs?: number;
    readonly heartbeatMs?: number;
    readonly mapRunArn?: string;
    readonly waiting?: number;
    readonly running?: number;
    readonly concurrency?: number;
  };
}

export interface LiveExecution {
  readonly record?: Execution;
  readonly events: readonly WireEvent[];
  readonly waits: readonly Wait[];
  /** The server's clock ahead of the browser's. */
  readonly skewMs: number;
  readonly error?: Error;
  /** What is shown is kept up to date. */
  readonly isConnected: boolean;
  /** Watches again from the start: after a redrive. */
  restart(): void;
}

interface Message {
  readonly events: readonly WireEvent[];
  readonly execution?: Execution;
}

const SHOW_AFTER_MS = 100;
const WAITS_AFTER_MS = 250;
const LONG_HISTORY = 2_000;
const WAITS_AFTER_LONG_MS = 2_000;

export function useExecution(executionArn: string): LiveExecution {
  const [record, setRecord] = useState<Execution>();
  const [events, setEvents] = useState<readonly WireEvent[]>([]);
  const [isConnected, setIsConnected] = useState(true);
  const [error, setError] = useState<Error>();
  const [round, setRound] = useState(0);

  useEffect(() => {
    let isOver = false;
    setError(undefined);
    const gathered: WireEvent[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isShown = false;
    const show = (): void => {
      timer = undefined;
      isShown = true;
      setEvents(gathered.slice());
    };
    // The first events at once; what follows is gathered, for drawing takes longer than receiving.
    const schedule = (): void => {
      if (!isShown) show();
      else timer ??= setTimeout(show, SHOW_AFTER_MS);
    };
    const close = openStream<Message>(
      `/_stepwell/executions/watch?executionArn=${encodeURIComponent(executionArn)}`,
      (message, isFirst) => {
        if (isFirst) gathered.length = 0;
        for (const event of message.events) gathered.push(event);
        if (message.execution) {
          isOver = true;
          setRecord(message.execution);
          close();
        }
        schedule();
      },
      setIsConnected,
    );
    // After the history, which takes the server longest.
    callAws<Execution>('states', 'DescribeExecution', { executionArn }).then(
      (described) => setRecord((before) => (before && before.status !== 'RUNNING' && isOver ? before : described)),
      (failure: unknown) => setError(failure as Error),
    );
    return () => {
      close();
      clearTimeout(timer);
    };
  }, [executionArn, round]);

  // Somebody else may redrive it.
  const isOver = record !== undefined && record.status !== 'RUNNING';
  useEffect(() => {
    if (!isOver) return;
    return openStream<Execution>(
      `/_stepwell/executions/changes?executionArn=${encodeURIComponent(executionArn)}`,
      ({ status }) => {
        if (status === 'RUNNING') setRound((one) => one + 1);
      },
    );
  }, [executionArn, isOver, round]);

  const { waits, skewMs } = useWaits(executionArn, record?.status === 'RUNNING', events.length);
  return { record, events, waits, skewMs, error, isConnected, restart: () => setRound((one) => one + 1) };
}

/** Asked for a moment after something has happened, and not more often than a long history bears. */
function useWaits(
  executionArn: string,
  isRunning: boolean,
  eventCount: number,
): { waits: readonly Wait[]; skewMs: number } {
  const [state, setState] = useState<{ waits: readonly Wait[]; skewMs: number }>({ waits: [], skewMs: 0 });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const isWanted = useRef(isRunning);
  isWanted.current = isRunning;
  useEffect(() => {
    if (!isRunning) {
      setState(({ skewMs }) => ({ waits: [], skewMs }));
      return;
    }
    // One that is set stands: events that keep coming would put it off for ever.
    timer.current ??= setTimeout(
      () => {
        timer.current = undefined;
        getJson<{ waits: Wait[]; nowMs: number }>(
          `/_stepwell/executions/waits?executionArn=${encodeURIComponent(executionArn)}`,
        ).then(
          ({ waits, nowMs }) => isWanted.current && setState({ waits, skewMs: nowMs - Date.now() }),
          () => {},
        );
      },
      eventCount > LONG_HISTORY ? WAITS_AFTER_LONG_MS : WAITS_AFTER_MS,
    );
  }, [executionArn, isRunning, eventCount]);
  useEffect(
    () => () => {
      isWanted.current = false;
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [executionArn],
  );
  return state;
}
