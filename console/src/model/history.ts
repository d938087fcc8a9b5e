/**
 * The fold that draws an execution: from its public history to visits of states, in threads (the root, branches, iterations).
 *
 * 1. Only events decide; folding the first N of them gives the execution as it stood then. 2. Nothing of a payload is parsed.
 * 3. An event belongs to the thread of the event that it names as its previous one, unless it begins a thread or ends a container.
 * 4. A fold can be gone on with: adding the events one after the other gives what folding all of them gives.
 */

export interface WireEvent {
  readonly id: number;
  readonly previousEventId: number;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly type: string;
  readonly [details: string]: unknown;
}

export type VisitStatus = 'running' | 'retrying' | 'succeeded' | 'caught' | 'failed' | 'aborted';

export interface Attempt {
  readonly fromMs: number;
  toMs?: number;
  status: 'running' | 'succeeded' | 'failed' | 'timedOut' | 'aborted';
  error?: string;
  cause?: string;
  resource?: string;
}

export interface Thread {
  readonly kind: 'root' | 'branch' | 'iteration';
  /** Which branch or iteration, from 0. */
  readonly index: number;
  readonly parent?: Visit;
  readonly visits: Visit[];
  status: VisitStatus;
}

/** One stay in one state. */
export interface Visit {
  /** Of its `…StateEntered` event. */
  readonly id: number;
  readonly state: string;
  /** `Task`, `Map` … */
  readonly type: string;
  readonly thread: Thread;
  readonly enteredMs: number;
  exitedMs?: number;
  status: VisitStatus;
  readonly attempts: Attempt[];
  readonly input?: string;
  output?: string;
  variables?: Readonly<Record<string, string>>;
  error?: string;
  cause?: string;
  readonly threads: Thread[];
  mapRunArn?: string;
  /** Items of a Map. */
  length?: number;
  readonly events: WireEvent[];
}

export interface ExecutionFold {
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly root: Thread;
  /** In the order in which they were entered. */
  readonly visits: readonly Visit[];
  readonly visitOf: ReadonlyMap<number, Visit>;
  /** The innermost state that the execution failed in. */
  readonly culprit?: Visit;
  readonly startedMs: number;
  /** Of the last event. */
  readonly lastMs: number;
  readonly endedMs?: number;
}

type Fields = Readonly<Record<string, unknown>>;

const ENTERED = /^(\w+)StateEntered$/;
const EXITED = /^(\w+)StateExited$/;
/** Events of a Map or Parallel that may come after those of what is inside it. */
const CONTAINER = /^(Map|Parallel)State(Started|Succeeded|Failed|Aborted|Exited)$/;
const MAP_RUN_END = /^MapRun(Started|Succeeded|Failed|Aborted|Redriven)$/;
const ATTEMPT_START = /^(Task|LambdaFunction|Activity)Scheduled$/;
const ATTEMPT_END =
  /^(?:Task|LambdaFunction|Activity)(Succeeded|Failed|TimedOut|StartFailed|ScheduleFailed|SubmitFailed)$/;
const EXECUTION_END = /^Execution(Succeeded|Failed|TimedOut|Aborted)$/;

/** The member of an event that holds its details. */
export function detailsOf(event: WireEvent): Fields {
  for (const name in event) if (name.endsWith('EventDetails')) return event[name] as Fields;
  return {};
}

export function foldHistory(events: readonly WireEvent[], until = events.length): ExecutionFold {
  const folder = new HistoryFolder();
  for (let i = 0; i < until; i++) folder.add(events[i]!);
  return folder.result();
}

export class HistoryFolder {
  readonly #root: Thread = { kind: 'root', index: 0, visits: [], status: 'running' };
  readonly #threads = new Map<number, Thread>();
  readonly #visitOf = new Map<number, Visit>();
  readonly #visits: Visit[] = [];
  readonly #open = new Set<Visit>();
  /** By the ids of the events after which their branches begin. */
  readonly #parallels = new Map<number, Visit>();
  /** Iterations of a Map's visit that have not ended, by index. */
  readonly #iterations = new Map<Visit, Map<number, Thread>>();
  #startedMs: number | undefined;
  #lastMs = 0;
  #endedMs: number | undefined;
  #status: ExecutionFold['status'] = 'RUNNING';
  /** Visits that a redrive may go on with. */
  #failed: Visit[] = [];
  #culprit: Visit | undefined;
  #count = 0;

  /** Events added so far. */
  get count(): number {
    return this.#count;
  }

  /** As of now: its visits and threads change when more is added. */
  result(): ExecutionFold {
    return {
      status: this.#status,
      culprit: this.#culprit,
      root: this.#root,
      visits: this.#visits,
      visitOf: this.#visitOf,
      startedMs: this.#startedMs ?? 0,
      lastMs: this.#lastMs,
      endedMs: this.#endedMs,
    };
  }

  add(event: WireEvent): void {
    this.#count++;
    this.#lastMs = event.timestamp * 1_000;
    this.#startedMs ??= this.#lastMs;
    const entered = ENTERED.exec(event.type);
    const ended = EXECUTION_END.exec(event.type);
    if (entered) this.#enter(event, entered[1]!);
    else if (ended) this.#end(event, ended[1]!);
    else if (event.type === 'ExecutionRedriven') this.#redrive(event);
    else this.#within(event);
  }

  #within(event: WireEvent): void {
    const visit = this.#visitFor(event);
    if (!visit) {
      this.#threads.set(event.id, this.#root);
      return;
    }
    this.#threads.set(event.id, visit.thread);
    this.#visitOf.set(event.id, visit);
    visit.events.push(event);
    this.#apply(event, visit);
  }

  #enter(event: WireEvent, type: string): void {
    const { name, input } = detailsOf(event) as { name: string; input?: string };
    const thread = this.#threadFor(event);
    const visit: Visit = {
      id: event.id,
      state: name,
      type,
      thread,
      enteredMs: event.timestamp * 1_000,
      status: 'running',
      attempts: [],
      input,
      threads: [],
      events: [event],
    };
    thread.visits.push(visit);
    thread.status = 'running';
    this.#visits.push(visit);
    this.#threads.set(event.id, thread);
    this.#visitOf.set(event.id, visit);
    this.#open.add(visit);
    if (type === 'Fail') visit.status = 'failed';
  }

  /** A state entered right after its Parallel started is a branch's first. */
  #threadFor(event: WireEvent): Thread {
    const parallel = this.#parallels.get(event.previousEventId);
    if (parallel) return this.#newThread(parallel, 'branch', parallel.threads.length);
    return this.#threads.get(event.previousEventId) ?? this.#root;
  }

  #newThread(parent: Visit, kind: 'branch' | 'iteration', index: number): Thread {
    const thread: Thread = { kind, index, parent, visits: [], status: 'running' };
    parent.threads.push(thread);
    return thread;
  }

  #visitFor(event: WireEvent): Visit | undefined {
    const { type } = event;
    const thread = this.#threads.get(event.previousEventId) ?? this.#root;
    const before = this.#visitOf.get(event.previousEventId);
    const last = (before?.thread ?? thread).visits.at(-1);
    // An evaluation that fails on entry comes after what the entry came after: the state that was just left.
    const own = last && this.#open.has(last) && !(before && this.#open.has(before)) ? last : (before ?? last);
    if (CONTAINER.test(type) || MAP_RUN_END.test(type)) {
      const { name } = detailsOf(event) as { name?: string };
      const kind = type.startsWith('Parallel') ? 'Parallel' : 'Map';
      return (
        climb(
          own,
          (visit) => visit.type === kind && this.#open.has(visit) && (name === undefined || visit.state === name),
        ) ?? own
      );
    }
    if (type.startsWith('MapIteration')) {
      const { name } = detailsOf(event) as { name?: string };
      return climb(own, (visit) => visit.type === 'Map' && (name === undefined || visit.state === name));
    }
    return own;
  }

  #apply(event: WireEvent, visit: Visit): void {
    const details = detailsOf(event);
    const { type } = event;
    const ms = event.timestamp * 1_000;
    const attemptEnd = ATTEMPT_END.exec(type);
    if (EXITED.test(type)) this.#exit(visit, details, ms);
    else if (type.startsWith('MapIteration')) this.#iteration(event, visit, details);
    else if (ATTEMPT_START.test(type)) {
      const resource =
        (details['resourceType'] ? `${details['resourceType']}:` : '') + String(details['resource'] ?? '');
      visit.attempts.push({ fromMs: ms, status: 'running', resource });
      visit.status = 'running';
    } else if (attemptEnd) this.#attemptEnded(visit, attemptEnd[1]!, details, ms);
    else if (type === 'MapStateStarted' || type === 'ParallelStateStarted') {
      this.#partsStarted(visit, event, ms);
    } else if (type === 'MapRunStarted' || type === 'MapRunRedriven') {
      visit.mapRunArn = String(details['mapRunArn'] ?? visit.mapRunArn ?? '') || undefined;
      visit.status = 'running';
      // The start of a distributed Map and of its map run are one attempt; a redriven map run is another.
      if (visit.attempts.at(-1)?.status !== 'running') visit.attempts.push({ fromMs: ms, status: 'running' });
    } else if (/^(Map|Parallel)State(Succeeded|Failed|Aborted)$/.test(type) || MAP_RUN_END.test(type)) {
      this.#partsEnded(visit, type, details, ms);
    } else if (type === 'EvaluationFailed') {
      this.#fail(visit, details);
    }
    // `TaskStateAborted` and its like name no state and follow what failed elsewhere: the end of their thread closes them.
  }

  #exit(visit: Visit, details: Fields, ms: number): void {
    visit.output = details['output'] as string | undefined;
    visit.variables = details['assignedVariables'] as Visit['variables'];
    const last = visit.attempts.at(-1);
    const isCaught =
      visit.error !== undefined &&
      (visit.status === 'retrying' || visit.status === 'failed' || last?.status === 'failed');
    this.#close(visit, isCaught ? 'caught' : 'succeeded', ms);
  }

  #attemptEnded(visit: Visit, how: string, details: Fields, ms: number): void {
    const attempt = visit.attempts.at(-1);
    if (attempt) {
      attempt.toMs = ms;
      attempt.status = how === 'Succeeded' ? 'succeeded' : how === 'TimedOut' ? 'timedOut' : 'failed';
      attempt.error = details['error'] as string | undefined;
      attempt.cause = details['cause'] as string | undefined;
    }
    if (how === 'Succeeded') {
      visit.error = undefined;
      visit.cause = undefined;
    } else this.#fail(visit, details);
  }

  /** Whether it is tried again is only known from what comes next. */
  #fail(visit: Visit, details: Fields): void {
    visit.status = 'retrying';
    visit.error = (details['error'] as string | undefined) ?? 'States.TaskFailed';
    visit.cause = details['cause'] as string | undefined;
  }

  #iteration(event: WireEvent, map: Visit, details: Fields): void {
    const index = Number(details['index'] ?? 0);
    const running = this.#iterations.get(map) ?? new Map<number, Thread>();
    this.#iterations.set(map, running);
    let thread = running.get(index);
    if (event.type === 'MapIterationStarted') {
      thread = this.#newThread(map, 'iteration', index);
      running.set(index, thread);
    } else if (thread) {
      const how = event.type.slice('MapIteration'.length).toLowerCase() as 'succeeded' | 'failed' | 'aborted';
      thread.status = how;
      running.delete(index);
      if (how !== 'succeeded') this.#closeThread(thread, how, event.timestamp * 1_000);
    }
    if (thread) this.#threads.set(event.id, thread);
    // The first state of an iteration comes after this event, which belongs to the Map's visit all the same.
  }

  /** The second time, it is tried again: no event tells that the first try has ended. */
  #partsStarted(visit: Visit, event: WireEvent, ms: number): void {
    const earlier = visit.attempts.at(-1);
    if (earlier) {
      const failed = innermostFailure(visit);
      for (const thread of visit.threads)
        if (thread.status === 'running') this.#closeThread(thread, hasFailed(thread) ? 'failed' : 'aborted', ms);
      if (earlier.status === 'running') {
        Object.assign(earlier, { status: 'failed', toMs: ms, error: failed?.error, cause: failed?.cause });
      }
      visit.threads.length = 0;
      this.#failed = this.#failed.filter((one) => climb(one.thread.parent, (around) => around === visit) === undefined);
      this.#iterations.delete(visit);
    }
    visit.status = 'running';
    visit.attempts.push({ fromMs: ms, status: 'running' });
    const { length } = detailsOf(event);
    if (typeof length === 'number') visit.length = length;
    if (event.type === 'ParallelStateStarted') this.#parallels.set(event.id, visit);
  }

  #partsEnded(visit: Visit, type: string, details: Fields, ms: number): void {
    const attempt = visit.attempts.at(-1);
    const how = /Succeeded$/.test(type) ? 'succeeded' : /Failed$/.test(type) ? 'failed' : 'aborted';
    // What failed already was not stopped by what failed around it.
    if (how === 'aborted' && visit.error !== undefined) return;
    if (attempt && attempt.status === 'running') {
      attempt.status = how;
      attempt.toMs = ms;
    }
    if (how === 'succeeded') return;
    const failed = how === 'failed' ? innermostFailure(visit) : undefined;
    for (const thread of visit.threads)
      if (thread.status === 'running') this.#closeThread(thread, hasFailed(thread) ? 'failed' : 'aborted', ms);
    if (how === 'failed') this.#fail(visit, { error: failed?.error, cause: failed?.cause, ...details });
    else this.#close(visit, 'aborted', ms);
  }

  /** Whoever failed, failed; the others were stopped. */
  #closeThread(thread: Thread, how: VisitStatus, ms: number): void {
    thread.status = how;
    for (const visit of thread.visits) {
      if (!this.#open.has(visit)) continue;
      for (const inner of visit.threads) if (inner.status === 'running') this.#closeThread(inner, 'aborted', ms);
      this.#close(visit, visit.status === 'retrying' || visit.status === 'failed' ? 'failed' : 'aborted', ms);
    }
  }

  #close(visit: Visit, status: VisitStatus, ms: number): void {
    const attempt = visit.attempts.at(-1);
    if (attempt?.status === 'running') {
      attempt.status = status === 'succeeded' ? 'succeeded' : 'aborted';
      attempt.toMs = ms;
    }
    visit.status = status;
    visit.exitedMs = ms;
    this.#open.delete(visit);
    if (status === 'failed' || status === 'aborted') this.#failed.push(visit);
    if (visit.type === 'Succeed' || status === 'succeeded') this.#settleThread(visit);
  }

  #settleThread({ thread }: Visit): void {
    if (
      thread.kind === 'branch' &&
      thread.visits.every(({ status }) => status === 'succeeded' || status === 'caught')
    ) {
      // The last state of a branch has no event of its own that says so.
      thread.status = 'succeeded';
    }
  }

  #end(event: WireEvent, how: string): void {
    const ms = event.timestamp * 1_000;
    const last = this.#visitOf.get(event.previousEventId);
    const details = detailsOf(event);
    if (how === 'Failed' && last && this.#open.has(last)) this.#blame(last, details);
    const open = new Set(this.#open);
    for (const visit of [...open].reverse()) {
      const isFailed = how === 'Failed' && (visit.status === 'retrying' || visit.status === 'failed');
      this.#close(visit, isFailed ? 'failed' : how === 'Succeeded' ? 'succeeded' : 'aborted', ms);
    }
    // What failed inside something that went on all the same is over for good.
    const isOver = ({ status }: Visit): boolean => status === 'succeeded' || status === 'caught';
    this.#failed = this.#failed.filter((visit) => open.has(outermost(visit)) && !climb(visit, isOver));
    this.#threads.set(event.id, this.#root);
    this.#status = how === 'TimedOut' ? 'TIMED_OUT' : (how.toUpperCase() as ExecutionFold['status']);
    this.#root.status = how === 'Succeeded' ? 'succeeded' : how === 'Failed' ? 'failed' : 'aborted';
    this.#endedMs = ms;
  }

  /** Up to the root, and down to the Fail state whose event tells no error. */
  #blame(visit: Visit, details: Fields): void {
    this.#culprit = innermostFailure(visit) ?? visit;
    for (let one: Visit | undefined = this.#culprit; one; one = one.thread.parent) {
      one.status = 'failed';
      one.error ??= details['error'] as string | undefined;
      one.cause ??= details['cause'] as string | undefined;
    }
  }

  #redrive(event: WireEvent): void {
    this.#status = 'RUNNING';
    this.#root.status = 'running';
    this.#endedMs = undefined;
    this.#culprit = undefined;
    for (const visit of this.#failed) {
      visit.status = 'running';
      visit.exitedMs = undefined;
      visit.error = undefined;
      visit.cause = undefined;
      if (visit.thread.kind !== 'root') this.#reopen(visit.thread);
      this.#open.add(visit);
    }
    this.#failed = [];
    this.#threads.set(event.id, this.#root);
  }

  #reopen(thread: Thread): void {
    thread.status = 'running';
    if (thread.kind === 'iteration' && thread.parent) this.#iterations.get(thread.parent)?.set(thread.index, thread);
  }
}

/** Follows what failed into the branches and iterations of a container. */
function innermostFailure(visit: Visit): Visit | undefined {
  const thread = visit.threads.find(hasFailed);
  const last = thread?.visits.at(-1);
  return last && (innermostFailure(last) ?? last);
}

function hasFailed({ visits }: Thread): boolean {
  const status = visits.at(-1)?.status;
  return status === 'failed' || status === 'retrying';
}

function outermost(visit: Visit): Visit {
  let one = visit;
  while (one.thread.parent) one = one.thread.parent;
  return one;
}

function climb(from: Visit | undefined, isWanted: (visit: Visit) => boolean): Visit | undefined {
  for (let visit = from; visit; visit = visit.thread.parent) if (isWanted(visit)) return visit;
  return undefined;
}
