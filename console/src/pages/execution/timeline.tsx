/** A Gantt chart of every state, wait and retry. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ExecutionFold, Visit } from '../../model/history.ts';
import { durationText, visible } from '../../model/text.ts';
import { type Span, type TimelineRow, ticks, timelineRows } from '../../model/timeline.ts';
import { Button } from '../../ui/basics.tsx';
import { lookOf, StatusIcon } from '../../ui/status.tsx';
import { VirtualTable } from '../../ui/virtual-table.tsx';

export interface TimelineProps {
  readonly fold: ExecutionFold;
  readonly nowMs: number;
  readonly selected?: number;
  readonly onSelect: (visit: Visit) => void;
}

interface Range {
  readonly fromMs: number;
  readonly toMs: number;
}

const AXIS_MARKS = 6;

export function Timeline({ fold, nowMs, selected, onSelect }: TimelineProps) {
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const [zoomed, setZoomed] = useState<Range>();
  const rows = useMemo(() => timelineRows(fold, nowMs, folded), [fold, nowMs, folded]);
  const endMs = fold.endedMs ?? Math.max(nowMs, fold.lastMs);
  const whole: Range = { fromMs: fold.startedMs, toMs: Math.max(endMs, fold.startedMs + 1) };
  const range = zoomed ?? whole;
  const length = range.toMs - range.fromMs;
  const change = (factor: number, shift = 0): void => {
    const middle = (range.fromMs + range.toMs) / 2 + shift * length;
    const half = Math.max(0.5, (length * factor) / 2);
    const next = { fromMs: Math.max(whole.fromMs, middle - half), toMs: Math.min(whole.toMs, middle + half) };
    setZoomed(next.toMs - next.fromMs >= whole.toMs - whole.fromMs - 0.5 ? undefined : next);
  };
  const toggle = (id: number): void => {
    const next = new Set(folded);
    if (!next.delete(id)) next.add(id);
    setFolded(next);
  };
  const box = useRef<HTMLDivElement>(null);
  useDragAndWheel(box, range, whole, setZoomed);
  const marks = ticks(0, length, AXIS_MARKS).filter((mark) => mark <= length);
  const step = marks.length > 1 ? `${(marks[1]! / length) * 100}%` : '100%';
  return (
    <div class={zoomed ? 'timeline zoomed' : 'timeline'} ref={box} style={{ '--step': step } as Record<string, string>}>
      <div class="toolbar">
        <span class="muted">
          {durationText(range.fromMs - whole.fromMs)} – {durationText(range.toMs - whole.fromMs)}
        </span>
        <span class="faint small hint">Ctrl and the wheel zoom, dragging moves</span>
        <span class="grow" />
        <Button kind="quiet" label="Earlier" disabled={!zoomed} onClick={() => change(1, -0.4)}>
          ‹
        </Button>
        <Button kind="quiet" label="Later" disabled={!zoomed} onClick={() => change(1, 0.4)}>
          ›
        </Button>
        <Button label="Zoom in" onClick={() => change(0.5)}>
          +
        </Button>
        <Button label="Zoom out" disabled={!zoomed} onClick={() => change(2)}>
          −
        </Button>
        <Button disabled={!zoomed} onClick={() => setZoomed(undefined)}>
          Whole
        </Button>
      </div>
      <Axis marks={marks} range={range} startMs={whole.fromMs} />
      <VirtualTable<TimelineRow>
        label="Timeline"
        rowLabel={(row) => (row.type === 'visit' ? visible(row.visit.state, 80) : row.label)}
        rows={rows}
        rowKey={(row, i) => (row.type === 'visit' ? row.visit.id : `t${i}`)}
        rowHeight={32}
        height="max(320px, calc(100dvh - 388px))"
        selected={selected}
        onSelect={(row) =>
          row.type === 'visit' ? onSelect(row.visit) : row.thread.parent && onSelect(row.thread.parent)
        }
        columns={[
          {
            id: 'state',
            title: 'State',
            width: 'var(--label)',
            cell: (row) => (
              <Label row={row} isFolded={row.type === 'visit' && folded.has(row.visit.id)} onToggle={toggle} />
            ),
          },
          {
            id: 'bars',
            title: '',
            width: 'minmax(0, 1fr)',
            cell: (row) => <Bars spans={row.spans} range={range} row={row} />,
          },
          {
            id: 'duration',
            title: 'Duration',
            width: '72px',
            align: 'end',
            cell: ({ spans }) => (spans.length === 0 ? '' : durationText(spans.at(-1)!.toMs - spans[0]!.fromMs)),
          },
        ]}
      />
    </div>
  );
}

interface AxisProps {
  readonly marks: readonly number[];
  readonly range: Range;
  readonly startMs: number;
}

function Axis({ marks, range, startMs }: AxisProps) {
  const length = range.toMs - range.fromMs;
  const offset = range.fromMs - startMs;
  return (
    <div class="axis" aria-hidden="true">
      <div class="axis-line">
        {marks.map((mark) => (
          <span
            key={mark}
            class={mark > length * 0.9 ? 'mark last' : 'mark'}
            style={{ left: `${(mark / length) * 100}%` }}
          >
            {markText(mark + offset)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Over the bars: Ctrl and the wheel zoom at the pointer, dragging moves what is zoomed. */
function useDragAndWheel(
  box: { readonly current: HTMLDivElement | null },
  range: Range,
  whole: Range,
  setZoomed: (range: Range | undefined) => void,
): void {
  const latest = useRef({ range, whole });
  latest.current = { range, whole };
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const set = (fromMs: number, toMs: number): void => {
      const { whole: all } = latest.current;
      const length = Math.min(toMs - fromMs, all.toMs - all.fromMs);
      const from = Math.min(all.toMs - length, Math.max(all.fromMs, fromMs));
      setZoomed(length >= all.toMs - all.fromMs - 0.5 ? undefined : { fromMs: from, toMs: from + length });
    };
    const onWheel = (event: WheelEvent): void => {
      const bars = (event.target as Element).closest('.vrow')?.querySelector('.bars')?.getBoundingClientRect();
      if (!bars || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      const { fromMs, toMs } = latest.current.range;
      const at = fromMs + Math.min(1, Math.max(0, (event.clientX - bars.left) / bars.width)) * (toMs - fromMs);
      const length = Math.max(1, (toMs - fromMs) * Math.exp(event.deltaY * 0.004));
      set(at - ((at - fromMs) / (toMs - fromMs)) * length, at + ((toMs - at) / (toMs - fromMs)) * length);
    };
    let drag: { readonly x: number; readonly width: number; readonly range: Range } | undefined;
    let hasMoved = false;
    const onDown = (event: PointerEvent): void => {
      const bars = (event.target as Element).closest('.vrow')?.querySelector('.bars')?.getBoundingClientRect();
      if (bars && event.clientX >= bars.left)
        drag = { x: event.clientX, width: bars.width, range: latest.current.range };
      hasMoved = false;
    };
    const onMove = (event: PointerEvent): void => {
      if (!drag || Math.abs(event.clientX - drag.x) < 4) return;
      hasMoved = true;
      const shift = ((drag.x - event.clientX) / drag.width) * (drag.range.toMs - drag.range.fromMs);
      set(drag.range.fromMs + shift, drag.range.toMs + shift);
    };
    const onUp = (): void => {
      drag = undefined;
    };
    // The click that ends a drag selects nothing.
    const onClick = (event: MouseEvent): void => {
      if (hasMoved) event.stopPropagation();
      hasMoved = false;
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    element.addEventListener('pointerdown', onDown);
    element.addEventListener('click', onClick, true);
    addEventListener('pointermove', onMove);
    addEventListener('pointerup', onUp);
    return () => {
      element.removeEventListener('wheel', onWheel);
      element.removeEventListener('pointerdown', onDown);
      element.removeEventListener('click', onClick, true);
      removeEventListener('pointermove', onMove);
      removeEventListener('pointerup', onUp);
    };
  }, []);
}

function markText(ms: number): string {
  if (ms === 0) return '0';
  return durationText(ms).replace(/\.(\d*?)0+ /, (_, digits: string) => (digits ? `.${digits} ` : ' '));
}

function Label({
  row,
  isFolded,
  onToggle,
}: {
  readonly row: TimelineRow;
  readonly isFolded: boolean;
  readonly onToggle: (id: number) => void;
}) {
  const indent = { paddingLeft: `min(${Math.min(row.depth, 10) * 12}px, 24%)` };
  if (row.type === 'thread') {
    return (
      <span class="t-label muted" style={indent}>
        <span class="fold" />
        {row.label}
      </span>
    );
  }
  const { visit } = row;
  return (
    <span class="t-label" style={indent}>
      {visit.threads.length > 0 ? (
        <button
          type="button"
          class="fold"
          aria-expanded={!isFolded}
          aria-label={isFolded ? 'Show what is inside' : 'Hide what is inside'}
          onClick={(event) => {
            event.stopPropagation();
            onToggle(visit.id);
          }}
        >
          {isFolded ? '▸' : '▾'}
        </button>
      ) : (
        <span class="fold" />
      )}
      <StatusIcon status={visit.status} />
      <bdi class="truncate">{visible(visit.state, 80)}</bdi>
    </span>
  );
}

function Bars({
  spans,
  range,
  row,
}: {
  readonly spans: readonly Span[];
  readonly range: Range;
  readonly row: TimelineRow;
}) {
  const length = range.toMs - range.fromMs;
  return (
    <div class="bars">
      {spans.map((span, i) => {
        const left = Math.max(0, (span.fromMs - range.fromMs) / length);
        const right = Math.min(1, (span.toMs - range.fromMs) / length);
        if (right < 0 || left > 1 || right < left) return null;
        const { tone, label } = lookOf(span.status);
        const kind =
          row.type === 'thread' || (row.visit.threads.length > 0 && span.kind === 'whole') ? 'thin' : span.kind;
        return (
          <span
            key={i}
            class={`bar ${kind} tone-${tone}`}
            title={`${label}: ${durationText(span.toMs - span.fromMs)}`}
            style={{ left: `${left * 100}%`, width: `${(right - left) * 100}%` }}
          />
        );
      })}
    </div>
  );
}
