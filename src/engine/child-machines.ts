/**
 * The machines that the children of map runs run: the processor of a Map, as a machine of its own. Its revision is named after the parent's,
 * followed by the way to the Map, so that a child finds its machine again after a restart, and a child's own map runs theirs.
 */
import type { MapState, StateGraph, StateMachine } from '../asl/state-machine.ts';
import type { MachineSource } from './engine.ts';

const CACHED = 1_000;

/** `path`: names of states, and numbers of branches after those of Parallels. */
export function childRevision(revisionId: string, path: readonly (string | number)[]): string {
  return `${revisionId}#${path.map((part) => encodeURIComponent(part)).join('/')}`;
}

/** The revision that an execution's definition was taken from, without the way to a Map in it. */
export function definitionRevision(revisionId: string): string {
  return revisionId.split('#')[0]!;
}

export function withChildMachines(source: MachineSource): MachineSource {
  const known = new Map<string, StateMachine>();
  const find = (revisionId: string): StateMachine | undefined => {
    const at = revisionId.lastIndexOf('#');
    if (at < 0) return source.machine(revisionId);
    const cached = known.get(revisionId);
    if (cached) return cached;
    const parent = find(revisionId.slice(0, at));
    const state =
      parent &&
      mapStateAt(
        parent,
        revisionId
          .slice(at + 1)
          .split('/')
          .map(decodeURIComponent),
      );
    if (!state) return undefined;
    const machine: StateMachine = Object.freeze({ queryLanguage: parent.queryLanguage, ...state.processor });
    const [oldest] = known.keys();
    if (known.size >= CACHED && oldest !== undefined) known.delete(oldest);
    known.set(revisionId, machine);
    return machine;
  };
  return { ...source, machine: find };
}

export function mapStateAt(machine: StateMachine, path: readonly (string | number)[]): MapState | undefined {
  let graph: StateGraph = machine;
  for (let at = 0; at < path.length; at++) {
    const state = graph.states[String(path[at])];
    if (state?.type === 'Parallel') {
      const branch: StateGraph | undefined = state.branches[Number(path[++at])];
      if (!branch) return undefined;
      graph = branch;
    } else if (state?.type === 'Map') {
      if (at === path.length - 1) return state;
      graph = state.processor;
    } else return undefined;
  }
  return undefined;
}
