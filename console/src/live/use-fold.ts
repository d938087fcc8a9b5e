import { useRef } from 'preact/hooks';
import { type ExecutionFold, foldHistory, HistoryFolder, type WireEvent } from '../model/history.ts';

/** The execution after its first `until` events, or after all of them; what was folded before is gone on with. */
export function useFold(events: readonly WireEvent[], until: number | undefined): ExecutionFold {
  const live = useRef<{ folder: HistoryFolder; first?: WireEvent; fold: ExecutionFold }>(undefined);
  const past = useRef<{ events: readonly WireEvent[]; until: number; fold: ExecutionFold }>(undefined);
  if (until !== undefined && until < events.length) {
    if (past.current?.until !== until || past.current.events[0] !== events[0])
      past.current = { events, until, fold: foldHistory(events, until) };
    return past.current.fold;
  }
  let known = live.current;
  if (!known || known.first !== events[0] || known.folder.count > events.length) {
    const folder = new HistoryFolder();
    known = { folder, first: events[0], fold: folder.result() };
  }
  if (known.folder.count < events.length) {
    for (let i = known.folder.count; i < events.length; i++) known.folder.add(events[i]!);
    known = { ...known, fold: known.folder.result() };
  }
  live.current = known;
  return known.fold;
}
