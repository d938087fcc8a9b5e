/** Variables that a state could read: what the states before it assigned, in its own thread and in those around it. */
import type { Visit } from './history.ts';

export interface ScopedVariable {
  readonly name: string;
  /** JSON text. */
  readonly value: string;
  /** The state that assigned it last. */
  readonly from: string;
  /** Whether the state itself assigned it, on leaving. */
  readonly isOwn: boolean;
}

export function variablesOf(visit: Visit): readonly ScopedVariable[] {
  const chain: Visit[] = [];
  for (let one: Visit | undefined = visit; one; one = one.thread.parent) chain.unshift(one);
  const found = new Map<string, ScopedVariable>();
  const take = ({ state, variables = {} }: Visit, isOwn: boolean): void => {
    for (const [name, value] of Object.entries(variables)) found.set(name, { name, value, from: state, isOwn });
  };
  for (const end of chain) {
    for (const before of end.thread.visits) {
      if (before === end) break;
      take(before, false);
    }
  }
  take(visit, true);
  return [...found.values()];
}
