/** A Gantt chart of every state, wait and retry. */
import { useMemo, useState } from 'preact/hooks';
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
  return (
    <div class="timeline">
      <div class="toolbar">
        <span class="muted">
          {durationText(range.fromMs - whole.fromMs)} – {durationText(range.toMs - whole.fromMs)}
        </span>
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
      <Axis range={range} startMs={whole.fromMs} />
      <VirtualTable<TimelineRow>
        label="Timeline"
        rowLabel={(row) => (row.type === 'visit' ? visible(row.visit.state, 80) : row.label)}
        rows={rows}
        rowKey={(row, i) => (row.type === 'visit' ? row.visit.id : `t${i}`)}
        rowHeight={32}
        height="max(360px, calc(100dvh - 440px))"
        selected={selected}
        onSelect={(row) =>
          row.type === 'visit' ? onSelect(row.visit) : row.thread.parent && onSelect(row.thread.parent)
        }
        columns={[
          {
            id: 'state',
            title: 'State',
            width: 'minmax(104px, 272px)',
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
            width: '80px',
            align: 'end',
            cell: ({ spans }) => (spans.length === 0 ? '' : durationText(spans.at(-1)!.toMs - spans[0]!.fromMs)),
          },
        ]}
      />
    </div>
  );
}

function Axis({ range, startMs }: { readonly range: Range; readonly startMs: number }) {
  const length = range.toMs - range.fromMs;
  const offset = range.fromMs - startMs;
  return (
    <div class="axis" aria-hidden="true">
      <div class="axis-line">
        {ticks(0, length, AXIS_MARKS)
          .filter((mark) => mark <= length)
          .map((mark) => (
            <span
              key={mark}
              class={mark > length * 0.92 ? 'mark last' : 'mark'}
              style={{ left: `${(mark / length) * 100}%` }}
            >
              {markText(mark + offset)}
            </span>
          ))}
      </div>
    </div>
  );
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
  const indent = { paddingLeft: `${row.depth * 12}px` };
  if (row.type === 'thread') {
    return (
      <span class="t-label muted" style={indent}>
        {row.label}
      </span>
    );
  }
  const { visit } = row;
  return (
    <span class="t-label" style={indent}>
      {visit.threads.length > 0 && (
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
