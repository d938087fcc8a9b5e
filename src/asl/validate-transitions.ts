/**
 * Validates what spans states: names are unique across the machine, every target exists, every state is a target, and the
 * machine can end. It runs on a definition whose parts are valid. Like AWS it calls a state unreachable that no transition
 * names; it does not follow the transitions.
 */
import type { Findings } from './findings.ts';
import type { Json, JsonObject } from './json.ts';
import { isObject } from './parse-definition.ts';
import { at, type Place, rootPlace } from './place.ts';

interface Target {
  readonly name: string;
  readonly place: Place;
}

interface Graph {
  readonly startAt: string;
  readonly states: JsonObject;
  readonly place: Place;
}

/** `checksTop` is false for a lone state, whose targets lie outside the text. */
export function validateTransitions(definition: JsonObject, findings: Findings, checksTop = true): void {
  const graphs = graphsOf(definition, rootPlace);
  checkUniqueNames(graphs, findings);
  for (const graph of graphs) {
    const isTop = graph.place === rootPlace;
    if (isTop && !checksTop) continue;
    checkTargets(graph, findings);
    if (isTop && !Object.values(graph.states).some(isTerminal)) {
      findings.error(undefined, 'Workflow has no terminal state', 'MISSING_END_STATE');
    } else checkReachable(graph, findings);
  }
}

/** The graph and those inside it, outermost first. */
function graphsOf(graph: JsonObject, place: Place): Graph[] {
  const states = graph['States'] as JsonObject;
  const inner = Object.entries(states).flatMap(([name, state]) =>
    innerGraphs(state as JsonObject, at(at(place, 'States'), name)),
  );
  return [{ startAt: graph['StartAt'] as string, states, place }, ...inner];
}

function innerGraphs(state: JsonObject, place: Place): Graph[] {
  if (state['Type'] === 'Parallel') {
    const branches = state['Branches'] as readonly JsonObject[];
    return branches.flatMap((branch, index) => graphsOf(branch, at(at(place, 'Branches'), index)));
  }
  if (state['Type'] !== 'Map') return [];
  const name = Object.hasOwn(state, 'ItemProcessor') ? 'ItemProcessor' : 'Iterator';
  return graphsOf(state[name] as JsonObject, at(place, name));
}

function checkUniqueNames(graphs: readonly Graph[], findings: Findings): void {
  const seen = new Set<string>();
  for (const { states, place } of graphs) {
    for (const name of Object.keys(states)) {
      if (seen.has(name)) {
        findings.error(at(at(place, 'States'), name), `Duplicate State name: ${name}`, 'DUPLICATE_STATE_NAME');
      }
      seen.add(name);
    }
  }
}

function checkTargets(graph: Graph, findings: Findings): void {
  const start = { name: graph.startAt, place: at(graph.place, 'StartAt') };
  for (const target of [start, ...targetsOf(graph)]) {
    if (!Object.hasOwn(graph.states, target.name)) {
      findings.error(target.place, `Missing 'Next' target: ${target.name}`, 'MISSING_TRANSITION_TARGET');
    }
  }
}

function checkReachable(graph: Graph, findings: Findings): void {
  const reached = new Set([graph.startAt, ...targetsOf(graph).map((target) => target.name)]);
  for (const name of Object.keys(graph.states)) {
    if (!reached.has(name)) {
      const place = at(at(graph.place, 'States'), name);
      findings.error(place, `State "${name}" is not reachable.`, 'MISSING_TRANSITION_TARGET');
    }
  }
}

function targetsOf({ states, place }: Graph): Target[] {
  return Object.entries(states).flatMap(([name, value]) => {
    const state = value as JsonObject;
    const here = at(at(place, 'States'), name);
    return [
      ...targetIn(state, 'Next', here),
      ...listed(state['Choices'], at(here, 'Choices')),
      ...targetIn(state, 'Default', here),
      ...listed(state['Catch'], at(here, 'Catch')),
    ];
  });
}

function targetIn(owner: JsonObject, field: string, place: Place): Target[] {
  const name = owner[field];
  return typeof name === 'string' ? [{ name, place: at(place, field) }] : [];
}

function listed(items: Json | undefined, place: Place): Target[] {
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: Json, index) => (isObject(item) ? targetIn(item, 'Next', at(place, index)) : []));
}

function isTerminal(value: Json): boolean {
  const state = value as JsonObject;
  return state['Type'] === 'Succeed' || state['Type'] === 'Fail' || state['End'] === true;
}
