/** Wait: parks its thread until a time that it works out on entry; a time that has passed does not park it. */

import { stringifyJson } from '../asl/exact-json.ts';
import type { Json } from '../asl/json.ts';
import type { WaitState } from '../asl/state-machine.ts';
import { plainNumber } from '../query/json-number.ts';
import { evaluateJsonata } from '../query/jsonata.ts';
import { evaluatePath } from '../query/path.ts';
import type { Evaluation, Eventually, Scope } from '../query/scope.ts';
import { parseTimestamp } from '../query/timestamp.ts';
import { scopeOf } from './context-object.ts';
import { effectiveInput, finishState } from './data-flow.ts';
import { andThen } from './eventually.ts';
import { failEvaluation } from './failure.ts';
import { note, type Run, thread } from './run.ts';

/** AWS waits no longer than 2^31 - 1 seconds: some 68 years. */
const MAX_WAIT_MS = 2_147_483_647_000;

export function runWait(run: Run, threadId: number, state: WaitState): Eventually<void> {
  const of = thread(run, threadId);
  const input = effectiveInput(run, of, state);
  if (!input.ok) return failEvaluation(run, threadId, input);
  return andThen(dueTime(run, state, scopeOf(run, of, input.value)), (due) => {
    if (!due.ok) return failEvaluation(run, threadId, due);
    if (due.value <= run.nowMs) return finishWait(run, threadId, state);
    if (due.value - run.nowMs > MAX_WAIT_MS) {
      return failEvaluation(run, threadId, runtimeError('Wait state delay is too long.'));
    }
    const timer = `${threadId}-wait-${run.draft.state.nextTimer}`;
    note(run, { type: 'WaitScheduled', thread: threadId, timer, dueMs: due.value });
  });
}

/** The time has come. */
export function finishWait(run: Run, threadId: number, state: WaitState): Eventually<void> {
  const input = effectiveInput(run, thread(run, threadId), state);
  if (!input.ok) return failEvaluation(run, threadId, input);
  return finishState(run, threadId, state, { input: input.value, assign: state.assign, output: state.output });
}

function dueTime(run: Run, state: WaitState, scope: Scope): Eventually<Evaluation<number>> {
  const after = (seconds: number): Evaluation<number> => ({ ok: true, value: run.nowMs + seconds * 1_000 });
  if (state.secondsPath !== undefined) {
    const seconds = secondsAt(state.secondsPath, scope);
    return seconds.ok ? after(seconds.value) : seconds;
  }
  if (state.timestampPath !== undefined) return timestampAt(state.timestampPath, scope);
  if (typeof state.seconds === 'number') return after(state.seconds);
  if (state.seconds !== undefined) {
    return andThen(evaluateJsonata(state.seconds, scope, 'Seconds', 'integer'), (seconds) => {
      if (!seconds.ok) return seconds;
      if (isWholeSeconds(seconds.value)) return after(seconds.value);
      return queryError(`The Seconds field must be a non-negative integer, but was: ${seconds.value}`, 'Seconds');
    });
  }
  if (state.queryLanguage !== 'JSONata')
    return parsedOr(state.timestamp!, () => runtimeError(badTimestamp(state.timestamp!)));
  return andThen(evaluateJsonata(state.timestamp!, scope, 'Timestamp', 'string'), (text) =>
    text.ok ? parsedOr(text.value as string, () => queryError(badTimestamp(text.value), 'Timestamp')) : text,
  );
}

function secondsAt(path: string, scope: Scope): Evaluation<number> {
  const found = evaluatePath(path, scope);
  if (!found.ok) return runtimeError(`The SecondsPath parameter does not reference an input value: ${path}`);
  const value = plainNumber(found.value);
  if (isWholeSeconds(value)) return { ok: true, value };
  const place = `${path} == ${stringifyJson(found.value)}`;
  if (typeof value === 'number' && Number.isInteger(value)) {
    return runtimeError(`The SecondsPath parameter references a negative value: ${place}`);
  }
  return runtimeError(`The SecondsPath parameter cannot be parsed as a long value: ${place}`);
}

function timestampAt(path: string, scope: Scope): Evaluation<number> {
  const found = evaluatePath(path, scope);
  if (!found.ok) return runtimeError(`The TimestampPath parameter does not reference an input value: ${path}`);
  const shown = typeof found.value === 'string' ? found.value : stringifyJson(found.value);
  return parsedOr(shown, () =>
    runtimeError(
      `The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: ${path} == ${shown}`,
    ),
  );
}

function parsedOr(text: string, failure: () => Evaluation<never>): Evaluation<number> {
  const time = parseTimestamp(text);
  return time === undefined ? failure() : { ok: true, value: Math.ceil(time) };
}

function badTimestamp(value: Json): string {
  return `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value}`;
}

function isWholeSeconds(value: Json): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function runtimeError(cause: string): Evaluation<never> & { readonly ok: false } {
  return { ok: false, error: { error: 'States.Runtime', cause } };
}

function queryError(cause: string, location: string): Evaluation<never> {
  return { ok: false, error: { error: 'States.QueryEvaluationError', cause }, location };
}
