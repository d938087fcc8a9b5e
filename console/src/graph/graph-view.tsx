/** A machine as a picture: states by kind and status, transitions, panned and zoomed. */
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ChosenIterations, NodeStatus } from '../model/graph-status.ts';
import { END, type GraphScope, START } from '../model/machine-graph.ts';
import { countText, visible } from '../model/text.ts';
import { lookOf, StatusBadge, StatusIcon } from '../ui/status.tsx';
import { HEADER_HEIGHT, layoutScope, type PlacedEdge, type PlacedNode, pathThrough, TEXT_LEFT } from './layout.ts';
import { StateIcon } from './state-icon.tsx';
import { CAPTION_FONT, fitted, NAME_FONT, textWidth } from './text-width.ts';
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
  const focus = useMemo(() => placeOf(layout.nodes, statuses, selected), [layout, selected, statuses !== undefined]);
  const { viewBox, zoom, fit, show } = usePanZoom(svg, layout, focus);
  useEffect(() => {
    const placed = layout.nodes.find(({ node }) => node.id === selected);
    if (placed) show(placed);
  }, [selected, layout]);
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
          <Arrow id="arrow" />
          <Arrow id="arrow-taken" />
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
          <ToolIcon d="M8 3v10M3 8h10" />
        </button>
        <button type="button" class="button" aria-label="Zoom out" onClick={() => zoom(0.8)}>
          <ToolIcon d="M3 8h10" />
        </button>
        <button type="button" class="button" aria-label="Show the whole graph" title="Whole graph (0)" onClick={fit}>
          <ToolIcon d="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3" />
        </button>
      </div>
      {statuses && (
        <ul class="legend" aria-label="Legend">
          {LEGEND.map((status) => (
            <li key={status}>
              <StatusBadge status={status} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Arrow({ id }: { readonly id: string }) {
  return (
    <marker
      id={id}
      class={id}
      viewBox="0 0 10 10"
      refX="9"
      refY="5"
      markerWidth="9"
      markerHeight="9"
      markerUnits="userSpaceOnUse"
      orient="auto-start-reverse"
    >
      <path d="M0 1 9 5 0 9z" />
    </marker>
  );
}

function ToolIcon({ d }: { readonly d: string }) {
  return (
    <svg class="icon" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d={d} />
    </svg>
  );
}

/** What is looked at first where the whole does not fit: what is selected, what failed, what runs. */
function placeOf(
  nodes: readonly PlacedNode[],
  statuses: ReadonlyMap<string, NodeStatus> | undefined,
  selected: string | undefined,
): PlacedNode | undefined {
  const inner = (status: string): PlacedNode | undefined =>
    nodes.findLast(({ node }) => statuses?.get(node.id)?.status === status);
  return nodes.find(({ node }) => node.id === selected) ?? inner('failed') ?? inner('retrying') ?? inner('running');
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
      {edge.meaning && <title>{visible(edge.meaning, 500)}</title>}
      <path d={pathThrough(points)} marker-end={taken ? 'url(#arrow-taken)' : 'url(#arrow)'} />
      {label && edge.label && (
        <>
          <rect
            class="label-box"
            x={label.x - label.width / 2}
            y={label.y - 10}
            width={label.width}
            height="20"
            rx="10"
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

const COUNT_FONT = { weight: 600, px: 11 } as const;

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
  const room = width - TEXT_LEFT - (count ? textWidth(count, COUNT_FONT) + 20 : 12);
  const middle = isContainer ? y + HEADER_HEIGHT / 2 : y + height / 2;
  const caption = [node.caption, iteration === undefined ? '' : `iteration ${iteration}`].filter(Boolean).join(' · ');
  const select = (): void => onSelect?.(node.id);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing cannot hold a <button>
    <g
      class={`g-node tone-${tone}${isContainer ? ' container' : ''}${isSelected ? ' selected' : ''}`}
      role="button"
      tabindex={0}
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
      {status ? (
        <StatusIcon status={look} x={x + 12} y={middle - 8} />
      ) : (
        <StateIcon type={node.type} x={x + 12} y={middle - 8} />
      )}
      <text class="name" x={x + TEXT_LEFT} y={middle - 2}>
        {fitted(visible(node.id), room, NAME_FONT)}
      </text>
      <text class="caption" x={x + TEXT_LEFT} y={middle + 14}>
        {fitted(visible(caption), room, CAPTION_FONT)}
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
