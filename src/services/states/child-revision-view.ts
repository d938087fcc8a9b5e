/** The definition that a child of a map run was started from: the processor of its Map, named after both. */
import type { Json } from '../../asl/json.ts';
import { isJsonArray, isJsonObject } from '../../query/json-value.ts';
import type { ExecutionRecord } from '../../store/journal.ts';
import type { RevisionRecord } from './state-machine-store.ts';

export function childRevisionView(
  { revisionId, mapRunArn }: Pick<ExecutionRecord, 'revisionId' | 'mapRunArn'>,
  revision: RevisionRecord,
): RevisionRecord {
  if (mapRunArn === undefined) return revision;
  const [, ...paths] = revisionId.split('#');
  let definition: Json | undefined = JSON.parse(revision.definition) as Json;
  for (const path of paths) definition = processorAt(definition, path.split('/').map(decodeURIComponent));
  return {
    ...revision,
    name: `${revision.name}/${labelOf(mapRunArn)}`,
    ...(definition !== undefined && { definition: JSON.stringify(definition) }),
  };
}

/** `arn:…:mapRun:machine/label:uuid` */
export function labelOf(mapRunArn: string): string {
  const name = mapRunArn.split(':')[6] ?? '';
  return name.slice(name.indexOf('/') + 1);
}

/** Follows names of states, and numbers of branches after those of Parallels. */
function processorAt(graph: Json | undefined, path: readonly string[]): Json | undefined {
  let found = graph;
  for (let at = 0; at < path.length; at++) {
    const states = memberOf(found, 'States');
    const state = memberOf(states, path[at]!);
    const branches = memberOf(state, 'Branches');
    found = isJsonArray(branches)
      ? branches[Number(path[++at])]
      : (memberOf(state, 'ItemProcessor') ?? memberOf(state, 'Iterator'));
  }
  return found;
}

function memberOf(value: Json | undefined, name: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
