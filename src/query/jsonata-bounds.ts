/**
 * What keeps an expression from running for ever, too deep or too large. The sentences and, where they are known, the bounds are AWS's.
 * Steps stand in for time: the same expression over the same data always ends alike.
 */
/** Well over what people write (a sum of 200 terms is 200 deep), well under what the stack holds. */
export const deepestEvaluation = 500;
export const mostSteps = 2_500_000;
/** Nodes that are being evaluated at one time, side by side ones included. */
export const mostOpen = 50_000;
/** Items in a list. */
export const largestSequence = 873_782;
/** Items that `$range` makes. */
export const largestRange = 360_145;
/** Characters in a string. */
export const largestText = 4_194_304;

export function memoryExceeded(): { readonly message: string } {
  return { message: 'Expression evaluation memory limit exceeded: Check for excessive memory usage' };
}

function tooDeep(): object {
  return {
    message:
      'Stack overflow error: Check for non-terminating recursive function.  Consider rewriting as tail-recursive.',
  };
}

function tooLong(): object {
  return { message: 'Expression evaluation timeout: Check for infinite loop' };
}

interface Environment {
  readonly isParallelCall?: boolean;
  timestamp?: unknown;
  lookup(name: string): unknown;
}

/** Counts of one evaluation. Members of an object are evaluated side by side: they count as open, not as deeper. */
export interface EvaluationCounts {
  readonly nowMs: number;
  steps: number;
  depth: number;
  open: number;
}

/** Not an identifier of JSONata, so that no expression reaches what is bound to it. */
export const countsBinding = ' counts';

export function newCounts(nowMs: number): EvaluationCounts {
  return { nowMs, steps: 0, depth: 0, open: 0 };
}

/** The library calls this before it evaluates a node. */
export function enterNode(_node: unknown, _input: unknown, environment: Environment): void {
  const counts = environment.lookup(countsBinding) as EvaluationCounts;
  if (counts.steps++ === 0) environment.timestamp = new Date(counts.nowMs);
  if (counts.steps > mostSteps) throw tooLong();
  if (++counts.open > mostOpen) throw tooDeep();
  if (environment.isParallelCall !== true && ++counts.depth > deepestEvaluation) throw tooDeep();
}

/** The library calls this after it has evaluated a node. */
export function leaveNode(_node: unknown, _input: unknown, environment: Environment, result: unknown): void {
  const counts = environment.lookup(countsBinding) as EvaluationCounts;
  counts.open--;
  if (environment.isParallelCall !== true) counts.depth--;
  const isTooLarge =
    typeof result === 'string' ? result.length > largestText : Array.isArray(result) && result.length > largestSequence;
  if (isTooLarge) throw memoryExceeded();
}
