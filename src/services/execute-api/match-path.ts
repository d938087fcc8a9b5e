/** Finds the path pattern of a request: exact parts before variables, variables before a greedy rest. */
import { decodePath } from './api-message.ts';

export interface PathMatch<T> {
  readonly target: T;
  /** Decoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Patterns such as `/a/{id}/{rest+}`; `path` is not decoded. `undefined` if none fits. */
export function matchPath<T>(
  candidates: readonly { readonly pattern: string; readonly target: T }[],
  path: string,
): PathMatch<T> | undefined {
  const parts = partsOf(path);
  let best: { readonly rank: string; readonly match: PathMatch<T> } | undefined;
  for (const { pattern, target } of candidates) {
    const fit = fitOf(partsOf(pattern), parts);
    if (fit && (best === undefined || fit.rank < best.rank)) {
      best = { rank: fit.rank, match: { target, parameters: fit.parameters } };
    }
  }
  return best?.match;
}

/** A slash at the end makes no difference. */
function partsOf(path: string): readonly string[] {
  return path.replace(/^\//, '').replace(/\/$/, '').split('/');
}

/** The rank orders fits part by part: `0` exact, `1` variable, `2` greedy. */
function fitOf(
  pattern: readonly string[],
  parts: readonly string[],
): { readonly rank: string; readonly parameters: Record<string, string> } | undefined {
  const parameters: Record<string, string> = {};
  let rank = '';
  for (const [index, part] of pattern.entries()) {
    const greedy = /^\{(.+)\+\}$/.exec(part)?.[1];
    if (greedy !== undefined) {
      const rest = parts.slice(index);
      if (rest.length === 0 || (rest.length === 1 && rest[0] === '')) return undefined;
      parameters[greedy] = rest.map(decodePath).join('/');
      return { rank: `${rank}2`, parameters };
    }
    const actual = parts[index];
    if (actual === undefined) return undefined;
    const variable = /^\{(.+)\}$/.exec(part)?.[1];
    if (variable !== undefined) {
      if (actual === '') return undefined;
      parameters[variable] = decodePath(actual);
      rank += '1';
    } else if (part === actual || part === decodePath(actual)) rank += '0';
    else return undefined;
  }
  return pattern.length === parts.length ? { rank, parameters } : undefined;
}
