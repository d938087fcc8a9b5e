/**
 * Places a machine's states: each scope is laid out by itself, from the inside out, so that a Map or a Parallel is one large box in the scope around it.
 * Coordinates in the answer are absolute, from the top left.
 */
import dagre from '@dagrejs/dagre';
import { END, type GraphEdge, type GraphNode, type GraphScope, START } from '../model/machine-graph.ts';
import { visible } from '../model/text.ts';
import { CAPTION_FONT, LABEL_FONT, NAME_FONT, textWidth } from './text-width.ts';

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedNode extends Placed {
  readonly node: GraphNode;
  readonly depth: number;
  /** Containers have a header above what is in them. */
  readonly isContainer: boolean;
}

export interface PlacedEdge {
  readonly edge: GraphEdge;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly label?: { readonly x: number; readonly y: number; readonly width: number };
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Containers before what is in them. */
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

export const NODE_HEIGHT = 48;
export const HEADER_HEIGHT = 48;
/** From the left edge to the text, and from the end of the text to the right edge, where counts have a place. */
export const TEXT_LEFT = 40;
const TEXT_RIGHT = 48;
const MIN_WIDTH = 176;
const MAX_WIDTH = 288;
const PADDING = 20;
const BRANCH_GAP = 24;
const PSEUDO = { width: 64, height: 28 };

export function layoutScope(scope: GraphScope, depth = 0): Layout {
  const inner = new Map(scope.nodes.map((node) => [node.id, innerLayout(node, depth)]));
  const graph = new dagre.graphlib.Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'TB', nodesep: 28, ranksep: 28, edgesep: 16, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const node of scope.nodes) graph.setNode(node.id, { ...sizeOf(node, inner.get(node.id)) });
  scope.edges.forEach((edge, i) => {
    const label =
      edge.label === undefined
        ? {}
        : { width: textWidth(visible(edge.label), LABEL_FONT) + 16, height: 20, labelpos: 'c' };
    // Errors are drawn aside: they must not pull the main line out of shape.
    graph.setEdge(edge.from, edge.to, { ...label, weight: edge.kind === 'catch' ? 1 : 3 }, String(i));
  });
  dagre.layout(graph);
  return assemble(scope, graph as unknown as LaidOut, inner, depth);
}

interface LaidOut {
  node(id: string): { x: number; y: number; width: number; height: number };
  edge(at: { v: string; w: string; name: string }): {
    points: { x: number; y: number }[];
    x?: number;
    y?: number;
    width?: number;
  };
  graph(): { width?: number; height?: number };
}

function assemble(
  scope: GraphScope,
  graph: LaidOut,
  inner: ReadonlyMap<string, Layout | undefined>,
  depth: number,
): Layout {
  const nodes: PlacedNode[] = [];
  const edges: PlacedEdge[] = [];
  for (const node of scope.nodes) {
    const { x, y, width, height } = graph.node(node.id);
    const placed = { x: x - width / 2, y: y - height / 2, width, height };
    const content = inner.get(node.id);
    nodes.push({ ...placed, node, depth, isContainer: content !== undefined });
    if (!content) continue;
    const left = placed.x + (width - content.width) / 2;
    const top = placed.y + HEADER_HEIGHT + PADDING / 2;
    nodes.push(...content.nodes.map((one) => ({ ...one, x: one.x + left, y: one.y + top })));
    edges.push(...content.edges.map((one) => moved(one, left, top)));
  }
  scope.edges.forEach((edge, i) => {
    const { points, x, y, width } = graph.edge({ v: edge.from, w: edge.to, name: String(i) });
    const label =
      edge.label !== undefined && x !== undefined && y !== undefined ? { x, y, width: width ?? 0 } : undefined;
    edges.push({ edge, points, label });
  });
  const { width = 0, height = 0 } = graph.graph();
  return { width: Math.max(0, width), height: Math.max(0, height), nodes, edges };
}

function moved({ edge, points, label }: PlacedEdge, dx: number, dy: number): PlacedEdge {
  return {
    edge,
    points: points.map(({ x, y }) => ({ x: x + dx, y: y + dy })),
    label: label && { ...label, x: label.x + dx, y: label.y + dy },
  };
}

function innerLayout(node: GraphNode, depth: number): Layout | undefined {
  if (node.scopes.length === 0) return undefined;
  const parts = node.scopes.map((scope) => layoutScope(scope, depth + 1));
  const nodes: PlacedNode[] = [];
  const edges: PlacedEdge[] = [];
  let x = 0;
  for (const part of parts) {
    const left = x;
    nodes.push(...part.nodes.map((one) => ({ ...one, x: one.x + left })));
    edges.push(...part.edges.map((one) => moved(one, left, 0)));
    x += part.width + BRANCH_GAP;
  }
  return { width: Math.max(0, x - BRANCH_GAP), height: Math.max(...parts.map(({ height }) => height)), nodes, edges };
}

function sizeOf(node: GraphNode, inner: Layout | undefined): { width: number; height: number } {
  if (node.id === START || node.id === END) return PSEUDO;
  const text = Math.max(textWidth(visible(node.id), NAME_FONT), textWidth(node.caption ?? '', CAPTION_FONT));
  const width = Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.ceil((text + TEXT_LEFT + TEXT_RIGHT) / 8) * 8));
  if (!inner) return { width, height: NODE_HEIGHT };
  return {
    width: Math.max(width + 32, inner.width + PADDING * 2),
    height: inner.height + HEADER_HEIGHT + PADDING * 1.5,
  };
}

/** A soft line through the points. */
export function pathThrough(points: PlacedEdge['points']): string {
  const [first, ...rest] = points;
  if (!first) return '';
  let path = `M${round(first.x)},${round(first.y)}`;
  if (rest.length < 2) return `${path}${rest.map(({ x, y }) => `L${round(x)},${round(y)}`).join('')}`;
  for (let i = 0; i < rest.length - 1; i++) {
    const at = rest[i]!;
    const next = rest[i + 1]!;
    const isLast = i === rest.length - 2;
    const end = isLast ? next : { x: (at.x + next.x) / 2, y: (at.y + next.y) / 2 };
    path += `Q${round(at.x)},${round(at.y)} ${round(end.x)},${round(end.y)}`;
  }
  return path;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
