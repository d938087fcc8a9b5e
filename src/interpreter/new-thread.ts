/** A thread that begins: the root, a branch or an iteration. */
import type { Json, JsonObject } from '../asl/json.ts';
import type { Draft, MutableThread } from './thread-table.ts';

const noVariables: JsonObject = Object.freeze({});

export function newThread(
  draft: Draft,
  parent: number | undefined,
  slot: number,
  state: string,
  input: Json,
  lastEventId: number,
): MutableThread {
  return {
    id: draft.state.nextThreadId++,
    parent,
    slot,
    phase: 'entering',
    state,
    input,
    enteredEventId: 0,
    enteredMs: 0,
    enteredAfter: 0,
    lastEventId,
    variables: noVariables,
    retries: undefined,
    timer: undefined,
    task: undefined,
    parts: undefined,
    mapRun: undefined,
  };
}
