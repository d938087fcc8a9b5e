/**
 * Finds the operation of a REST request by method, path, and what in query and headers tells operations of one path apart.
 *
 * R1 The most demanding operation whose demands are met wins. R2 Alone on its path, an operation is found without its required
 * parameters: their lack is a validation error, not an unknown operation.
 */
import type { OperationModel, ServiceModel } from './service-model.ts';

export interface RestMatch {
  readonly operation: OperationModel;
  readonly labels: Readonly<Record<string, string>>;
}

type Segment =
  | { readonly type: 'Literal'; readonly text: string }
  | { readonly type: 'Label'; readonly name: string }
  | { readonly type: 'Greedy'; readonly name: string };

interface Candidate {
  readonly operation: OperationModel;
  readonly segments: readonly Segment[];
  /** `?uploads`, `?list-type=2`. */
  readonly literals: readonly (readonly [name: string, value: string])[];
  /** Required parameters that tell it from another operation of the same path. */
  readonly demands: { readonly query: readonly string[]; readonly headers: readonly string[] };
}

/** The path cannot be read: a bad percent sign. */
export class PathError extends Error {}

export class RestRouter {
  readonly #byMethod = new Map<string, readonly Candidate[]>();

  /** @param isOffered prefers what a service has, where two operations cannot be told apart */
  constructor(model: ServiceModel, isOffered: (operation: string) => boolean = () => true) {
    const all = [...model.operations.values()].map(toCandidate);
    const groups = groupByPath(all);
    const candidates = all.map((candidate) =>
      (groups.get(pathKey(candidate)) ?? []).length > 1 ? candidate : { ...candidate, demands: NO_DEMANDS },
    );
    for (const method of new Set(candidates.map(({ operation }) => operation.method))) {
      const ofMethod = candidates.filter(({ operation }) => operation.method === method);
      this.#byMethod.set(
        method,
        ofMethod.sort((a, b) => rank(b) - rank(a) || preference(b, isOffered) - preference(a, isOffered)),
      );
    }
  }

  /**
   * @param path as sent, without the query
   * @throws {PathError}
   */
  match(
    method: string,
    path: string,
    query: URLSearchParams,
    headers: Readonly<Record<string, string>>,
  ): RestMatch | undefined {
    const parts = path.split('/').slice(1);
    let second: RestMatch | undefined;
    for (const candidate of this.#byMethod.get(method) ?? []) {
      const labels = matchSegments(candidate.segments, parts);
      if (!labels || !candidate.literals.every(([name, value]) => hasLiteral(query, name, value))) continue;
      if (meets(candidate, query, headers)) return { operation: candidate.operation, labels };
      // Nothing else fits: its missing parameters are what is wrong with the request.
      if (candidate.demands.headers.length === 0) second = { operation: candidate.operation, labels };
    }
    return second;
  }
}

const NO_DEMANDS: Candidate['demands'] = { query: [], headers: [] };

function hasLiteral(query: URLSearchParams, name: string, value: string): boolean {
  return query.has(name) && (value === '' || query.get(name) === value);
}

function meets({ demands }: Candidate, query: URLSearchParams, headers: Readonly<Record<string, string>>): boolean {
  return demands.query.every((name) => query.has(name)) && demands.headers.every((name) => headers[name] !== undefined);
}

function toCandidate(operation: OperationModel): Candidate {
  const [path = '/', query = ''] = operation.uri.split('?');
  const segments = path.split('/').slice(1).map(toSegment);
  // A trailing slash means nothing.
  if (segments.at(-1)?.type === 'Literal' && (segments.at(-1) as { text: string }).text === '') segments.pop();
  const members = operation.input?.members.filter(({ name }) => operation.input?.required.has(name)) ?? [];
  const names = (location: string) =>
    members.filter((member) => member.location === location).map((member) => member.locationName ?? member.name);
  return {
    operation,
    segments,
    literals: [...new URLSearchParams(query)],
    demands: { query: names('query'), headers: names('header').map((name) => name.toLowerCase()) },
  };
}

function toSegment(text: string): Segment {
  const label = /^\{(.+?)(\+?)\}$/.exec(text);
  if (!label) return { type: 'Literal', text };
  return { type: label[2] === '+' ? 'Greedy' : 'Label', name: label[1] as string };
}

function pathKey({ operation, segments, literals }: Candidate): string {
  const path = segments.map((segment) => (segment.type === 'Literal' ? segment.text : segment.type));
  return `${operation.method} ${path.join('/')} ${JSON.stringify(literals)}`;
}

function groupByPath(candidates: readonly Candidate[]): ReadonlyMap<string, readonly Candidate[]> {
  const groups = new Map<string, Candidate[]>();
  for (const candidate of candidates) {
    const group = groups.get(pathKey(candidate));
    if (group) group.push(candidate);
    else groups.set(pathKey(candidate), [candidate]);
  }
  return groups;
}

/** Literal segments weigh most, then literal parameters, then demanded ones. */
function rank({ segments, literals, demands }: Candidate): number {
  const literalSegments = segments.filter(({ type }) => type === 'Literal').length;
  const greedy = segments.some(({ type }) => type === 'Greedy') ? 1 : 0;
  return (
    literalSegments * 10_000 - greedy * 5_000 + literals.length * 100 + demands.query.length + demands.headers.length
  );
}

function preference({ operation }: Candidate, isOffered: (operation: string) => boolean): number {
  return (isOffered(operation.name) ? 2 : 0) + (operation.deprecated ? 0 : 1);
}

function matchSegments(segments: readonly Segment[], parts: readonly string[]): Record<string, string> | undefined {
  const labels: Record<string, string> = {};
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i] as Segment;
    const part = parts[i];
    if (part === undefined || (part === '' && segment.type !== 'Greedy')) return undefined;
    switch (segment.type) {
      case 'Literal':
        if (segment.text !== part) return undefined;
        break;
      case 'Label':
        labels[segment.name] = decodePart(part);
        break;
      case 'Greedy': {
        // The tail keeps its slashes, those at its end too. Literals may follow: `/{Arn+}/tags`.
        const after = segments.length - i - 1;
        const tail = parts.slice(i, parts.length - after);
        const text = tail.map(decodePart).join('/');
        if (text === '' || tail.length === 0) return undefined;
        labels[segment.name] = text;
        const rest = matchSegments(segments.slice(i + 1), parts.slice(parts.length - after));
        return rest && { ...labels, ...rest };
      }
    }
  }
  const rest = parts.slice(segments.length);
  return rest.length === 0 || (rest.length === 1 && rest[0] === '') ? labels : undefined;
}

function decodePart(part: string): string {
  if (!part.includes('%')) return part;
  try {
    return decodeURIComponent(part);
  } catch {
    throw new PathError(`Expected a percent-encoded text, got '${part.slice(0, 100)}'`);
  }
}
