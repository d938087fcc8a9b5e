/** A machine as a picture: states by kind and status, transitions, panned and zoomed. */
import { useMemo, useRef } from 'preact/hooks';
import type { ChosenIterations, NodeStatus } from '../model/graph-status.ts';
import { END, type GraphScope, START } from '../model/machine-graph.ts';
import { countText, visible } from '../model/text.ts';
import { lookOf, StatusBadge, StatusIcon } from '../ui/status.tsx';
import { HEADER_HEIGHT, layoutScope, type PlacedEdge, type PlacedNode, pathThrough } from './layout.ts';
import { usePanZoom } from './use-pan-zoom.ts';

export interface GraphViewProps {
  readonly graph: GraphScope;
  /** By name; absent when no execution is shown. */
  readonly statuses?: ReadonlyMap<string, NodeStatus>;
  readonly selected?: string;
  readonly onSelect?: (state: string) => void;
  readonly chosen?: ChosenIterations;
}

const LEGEND = ['idle', 'running', 'retrying', 'succeeded', 'caught', 'failed', 'aborted'] as const;

export function GraphView({ graph, statuses, selected, onSelect, chosen }: GraphViewProps) {
  const layout = useMemo(() => layoutScope(graph), [graph]);
  const svg = useRef<SVGSVGElement>(null);
  const { viewBox, zoom, fit } = usePanZoom(svg, layout);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === '+' || event.key === '=') zoom(1.25);
    else if (event.key === '-') zoom(0.8);
    else if (event.key === '0') fit();
    else if (event.key.startsWith('Arrow')) moveFocus(event);
  };
  return (
    <section class="graph" aria-label="Graph of states">
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the section names it; a title would hang at the pointer everywhere */}
      <svg ref={svg} viewBox={viewBox} onKeyDown={onKeyDown}>
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 10 10"
            refX="9"
            refY="5"
            markerWidth="7"
            markerHeight="7"
            orient="auto-start-reverse"
          >
            <path class="arrow" d="M0 1 9 5 0 9z" />
          </marker>
        </defs>
        {layout.nodes
          .filter(({ isContainer }) => isContainer)
          .map((placed) => (
            <Node
              key={placed.node.id}
              placed={placed}
              status={statuses?.get(placed.node.id)}
              isSelected={selected === placed.node.id}
              onSelect={onSelect}
              iteration={chosen?.[placed.node.id]}
            />
          ))}
        {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: nothing in it takes the focus */}
        <g aria-hidden="true">
          {layout.edges.map((edge, i) => (
            <Edge key={i} placed={edge} isTaken={statuses !== undefined && isTaken(edge, statuses)} />
          ))}
        </g>
        {layout.nodes
          .filter(({ isContainer }) => !isContainer)
          .map((placed) => (
            <Node
              key={placed.node.id}
              placed={placed}
              status={statuses?.get(placed.node.id)}
              isSelected={selected === placed.node.id}
              onSelect={onSelect}
            />
          ))}
      </svg>
      <div class="graph-tools">
        <button type="button" class="button" aria-label="Zoom in" onClick={() => zoom(1.25)}>
          +
        </button>
        <button type="button" class="button" aria-label="Zoom out" onClick={() => zoom(0.8)}>
          −
        </button>
        <button type="button" class="button" aria-label="Fit the graph" title="Fit" onClick={fit}>
          ⤢
        </button>
      </div>
      {statuses && (
        <div class="legend" aria-hidden="true">
          {LEGEND.map((status) => (
            <StatusBadge key={status} status={status} />
          ))}
        </div>
      )}
    </section>
  );
}

function isTaken({ edge }: PlacedEdge, statuses: ReadonlyMap<string, NodeStatus>): boolean {
  if (edge.from === START) return statuses.has(edge.to);
  const from = statuses.get(edge.from);
  if (edge.to === END) return from?.status === 'succeeded' || from?.status === 'caught';
  return from !== undefined && statuses.has(edge.to) && (edge.kind !== 'catch' || (from.counts.caught ?? 0) > 0);
}

function Edge({
  placed: { edge, points, label },
  isTaken: taken,
}: {
  readonly placed: PlacedEdge;
  readonly isTaken: boolean;
}) {
  return (
    <g class={`g-edge ${edge.kind}${taken ? ' taken' : ''}`}>
      <path d={pathThrough(points)} marker-end="url(#arrow)" />
      {label && edge.label && (
        <>
          <rect
            class="label-box"
            x={label.x - label.width / 2}
            y={label.y - 9}
            width={label.width}
            height="18"
            rx="4"
          />
          <text x={label.x} y={label.y + 4}>
            {visible(edge.label)}
          </text>
        </>
      )}
    </g>
  );
}

interface NodeProps {
  readonly placed: PlacedNode;
  readonly status?: NodeStatus;
  readonly isSelected: boolean;
  readonly onSelect?: (state: string) => void;
  readonly iteration?: number;
}

const NAME_CHAR = 7.4;

function Node({ placed, status, isSelected, onSelect, iteration }: NodeProps) {
  const { node, x, y, width, height, isContainer } = placed;
  if (node.id === START || node.id === END) {
    return (
      <g class="g-pseudo">
        <rect x={x} y={y} width={width} height={height} rx={height / 2} />
        <text x={x + width / 2} y={y + height / 2 + 4}>
          {node.id === START ? 'Start' : 'End'}
        </text>
      </g>
    );
  }
  const look = status?.status ?? 'idle';
  const { tone, label } = lookOf(look);
  const count = countOf(status);
  const room = Math.floor((width - 56 - (count ? count.length * 7 + 12 : 0)) / NAME_CHAR);
  const middle = isContainer ? y + HEADER_HEIGHT / 2 : y + height / 2;
  const caption = [node.caption, iteration === undefined ? '' : `iteration ${iteration}`].filter(Boolean).join(' · ');
  const select = (): void => onSelect?.(node.id);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing cannot hold a <button>
    <g
      class={`g-node tone-${tone}${isContainer ? ' container' : ''}${isSelected ? ' selected' : ''}`}
      role="button"
      tabIndex={0}
      data-state={node.id}
      data-status={look}
      data-x={x + width / 2}
      data-y={middle}
      aria-pressed={isSelected}
      aria-label={`${visible(node.id)}, ${node.type}, ${label}${status && status.total > 1 ? `, ${status.total} times` : ''}`}
      onClick={select}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        select();
      }}
    >
      <title>{visible(node.id)}</title>
      <rect class="box" x={x} y={y} width={width} height={height} rx="8" />
      {isContainer && <path class="head-line" d={`M${x} ${y + HEADER_HEIGHT}h${width}`} />}
      <StatusIcon status={look} x={x + 14} y={middle - 8} />
      <text class="name" x={x + 40} y={middle - 2}>
        {shortened(visible(node.id), room)}
      </text>
      <text class="caption" x={x + 40} y={middle + 14}>
        {shortened(visible(caption), room * 1.15)}
      </text>
      {count && (
        <text class="count" x={x + width - 12} y={middle + 4}>
          {count}
        </text>
      )}
    </g>
  );
}

/** How often it was entered, and how often tried again. */
function countOf(status: NodeStatus | undefined): string {
  if (!status) return '';
  const { total, counts, retries } = status;
  const parts: string[] = [];
  if (total > 1)
    parts.push(
      counts.succeeded === total
        ? `×${countText(total)}`
        : `${countText((counts.succeeded ?? 0) + (counts.caught ?? 0))}/${countText(total)}`,
    );
  if (retries > 0) parts.push(`↻${countText(retries)}`);
  return parts.join(' ');
}

function shortened(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(1, room - 1))}…`;
}

/** To the nearest state in the direction of the arrow. */
function moveFocus(event: KeyboardEvent): void {
  const from = (event.target as Element).closest<SVGGElement>('.g-node');
  if (!from) return;
  const [dx, dy] = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key] ?? [0, 0];
  const at = (element: SVGGElement): [number, number] => [Number(element.dataset['x']), Number(element.dataset['y'])];
  const [x, y] = at(from);
  let best: SVGGElement | undefined;
  let bestScore = Infinity;
  for (const other of from.ownerSVGElement?.querySelectorAll<SVGGElement>('.g-node') ?? []) {
    const [ox, oy] = at(other);
    const along = (ox - x) * dx! + (oy - y) * dy!;
    const aside = Math.abs((ox - x) * dy!) + Math.abs((oy - y) * dx!);
    if (other === from || along <= 4) continue;
    const score = along + aside * 2;
    if (score < bestScore) [best, bestScore] = [other, score];
  }
  best?.focus();
  event.preventDefault();
}
