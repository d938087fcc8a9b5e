/** How the states of a graph stand: one status and counts for each name, over all visits or over chosen iterations. */
import type { ExecutionFold, Visit, VisitStatus } from './history.ts';

export interface NodeStatus {
  readonly status: VisitStatus;
  readonly counts: Readonly<Partial<Record<VisitStatus, number>>>;
  readonly total: number;
  /** Attempts beyond the first, over all visits. */
  readonly retries: number;
  readonly latest: Visit;
}

/** Iteration of each Map by its name; absent means all of them. */
export type ChosenIterations = Readonly<Record<string, number | undefined>>;

const ORDER: readonly VisitStatus[] = ['failed', 'retrying', 'running', 'aborted', 'caught', 'succeeded'];

export function nodeStatuses(fold: ExecutionFold, chosen: ChosenIterations): ReadonlyMap<string, NodeStatus> {
  const visits = new Map<string, Visit[]>();
  for (const visit of fold.visits) {
    if (!isShown(visit, chosen)) continue;
    const known = visits.get(visit.state);
    if (known) known.push(visit);
    else visits.set(visit.state, [visit]);
  }
  return new Map([...visits].map(([name, list]) => [name, statusOf(list)]));
}

function statusOf(visits: readonly Visit[]): NodeStatus {
  const counts: Partial<Record<VisitStatus, number>> = {};
  let retries = 0;
  for (const { status, attempts } of visits) {
    counts[status] = (counts[status] ?? 0) + 1;
    retries += Math.max(0, attempts.length - 1);
  }
  const latest = visits[visits.length - 1]!;
  // A loop: what matters is the last pass. Parts that run side by side: the worst of them.
  const isSideBySide = visits.some(({ thread }) => thread !== latest.thread);
  const status = isSideBySide ? ORDER.find((one) => counts[one])! : latest.status;
  return { status, counts, total: visits.length, retries, latest };
}

export function isShown(visit: Visit, chosen: ChosenIterations): boolean {
  for (let { thread } = visit; thread.parent; thread = thread.parent.thread) {
    const wanted = thread.kind === 'iteration' ? chosen[thread.parent.state] : undefined;
    if (wanted !== undefined && wanted !== thread.index) return false;
  }
  return true;
}
