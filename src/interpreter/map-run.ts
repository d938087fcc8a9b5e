/**
 * A distributed Map: its fields are worked out here; its items are read and its children run outside, by a map run that reports its end.
 *
 * 1. Whatever the map run needs is in the journal: recovery starts it again with the same command. 2. AWS evaluates the fields once the
 * Map has started and before the map run has. 3. A map run that failed stays with its thread, so that a redrive resumes it.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import type { MapState, NumberField } from '../asl/state-machine.ts';
import { evaluateJsonata } from '../query/jsonata.ts';
import { evaluateTemplate } from '../query/payload-template.ts';
import type { Evaluation, Eventually, Scope } from '../query/scope.ts';
import { uuidFrom } from '../query/uuid.ts';
import { scopeOf } from './context-object.ts';
import { effectiveInput, finishState } from './data-flow.ts';
import type { MapRunStartedEnvelope } from './envelope.ts';
import { andThen } from './eventually.ts';
import type { MapRunSettings, Thread } from './execution-state.ts';
import { fail, failEvaluation, present } from './failure.ts';
import { concurrencyRange, countRange, itemsOf, percentageRange } from './map-state.ts';
import { evaluateNumber, type NumberRange } from './number-field.ts';
import { emit, envelopeOf, isRunning, type Run, stateOf, thread } from './run.ts';
import type { Activation } from './step.ts';

type Items = readonly Json[] | JsonObject;

export function runDistributedMap(run: Run, threadId: number, state: MapState): Eventually<void> {
  const of = thread(run, threadId);
  const input = effectiveInput(run, of, state);
  if (!input.ok) return failEvaluation(run, threadId, input);
  const scope = scopeOf(run, of, input.value);
  return andThen(distributedItems(state, scope), (items) => {
    if (!items.ok) return failEvaluation(run, threadId, items);
    emit(run, of, 'MapStateStarted', { mapStateStartedEventDetails: { length: lengthOf(items.value) } });
    if (!isRunning(run)) return;
    return andThen(settingsOf(state, scope), (settings) => {
      if (!settings.ok) return failEvaluation(run, threadId, settings);
      startMapRun(run, threadId, state, { input: input.value, items: items.value, settings: settings.value });
    });
  });
}

/** Nothing when an ItemReader brings the items: then AWS does not look at `ItemsPath`. */
function distributedItems(state: MapState, scope: Scope): Eventually<Evaluation<Items | undefined>> {
  if (state.itemReader !== undefined) return { ok: true, value: undefined };
  if (state.queryLanguage === 'JSONata' && state.items !== undefined) {
    return evaluateJsonata(state.items, scope, 'Items', 'array or object') as Eventually<Evaluation<Items>>;
  }
  return itemsOf(state, scope, true);
}

function lengthOf(items: Items | undefined): number {
  if (items === undefined) return 0;
  return Array.isArray(items) ? items.length : Object.keys(items).length;
}

interface NewMapRun {
  readonly input: Json;
  readonly items: Items | undefined;
  readonly settings: MapRunSettings;
}

function startMapRun(run: Run, threadId: number, state: MapState, { input, items, settings }: NewMapRun): void {
  const of = thread(run, threadId);
  const { executionArn, stateMachineName } = run.draft.state.start!;
  const [, partition, , region, account] = executionArn.split(':');
  const label = state.label ?? uuidFrom(run.random);
  // A child's machine is named after its Map; a map run within it belongs to the machine all the same.
  const machine = stateMachineName.split('/')[0];
  const name = `${machine}/${label}:${uuidFrom(run.random)}`;
  const mapRunArn = `arn:${partition}:states:${region}:${account}:mapRun:${name}`;
  const envelope: MapRunStartedEnvelope = {
    thread: threadId,
    mapRun: `${threadId}-${run.draft.state.nextEventId}`,
    input,
    ...(items !== undefined && { items }),
    settings: settings as unknown as JsonObject,
  };
  emit(run, of, 'MapRunStarted', { mapRunStartedEventDetails: { mapRunArn } }, envelope);
}

function settingsOf(state: MapState, scope: Scope): Eventually<Evaluation<MapRunSettings>> {
  return inTurn<MapRunSettings>(
    [
      () => numberOf(state, 'ToleratedFailurePercentage', percentageRange, scope),
      () => numberOf(state, 'ToleratedFailureCount', countRange, scope),
      () => numberOf(state, 'MaxConcurrency', concurrencyRange, scope),
      () => readerOf(state, scope),
      () => batcherOf(state, scope),
      () => writerOf(state, scope),
    ],
    { executionType: state.processorConfig.executionType ?? 'STANDARD' },
  );
}

type Part = Evaluation<object>;

/** Evaluates one after the other and lays the results together; the first failure ends it. */
function inTurn<T extends object>(
  parts: readonly (() => Eventually<Part>)[],
  known: object,
): Eventually<Evaluation<T>> {
  const [first, ...rest] = parts;
  if (!first) return { ok: true, value: known as T };
  return andThen(first(), (evaluated) =>
    evaluated.ok ? inTurn<T>(rest, { ...known, ...evaluated.value }) : evaluated,
  );
}

type NumberName = 'ToleratedFailurePercentage' | 'ToleratedFailureCount' | 'MaxConcurrency';

function numberOf(state: MapState, name: NumberName, range: NumberRange, scope: Scope): Eventually<Part> {
  const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}` as Uncapitalize<NumberName>;
  return andThen(evaluateNumber(name, state[field], state[`${field}Path`], scope, range), (evaluated) =>
    evaluated.ok ? { ok: true as const, value: present({ [field]: evaluated.value }) } : evaluated,
  );
}

/** Negative numbers are the map run's to refuse: so does AWS. */
const anyInteger: NumberRange = {
  kind: 'integer',
  min: Number.MIN_SAFE_INTEGER,
  max: Number.MAX_SAFE_INTEGER,
  message: 'an integer was expected',
};

function readerOf(state: MapState, scope: Scope): Eventually<Part> {
  const reader = state.itemReader;
  if (reader === undefined) return { ok: true, value: {} };
  const { MaxItems, MaxItemsPath, ...config } = (reader['ReaderConfig'] ?? {}) as JsonObject;
  return andThen(argumentsOf(state, reader, 'ItemReader', scope), (args) => {
    if (!args.ok) return args;
    const most = evaluateNumber(
      'MaxItems',
      MaxItems as NumberField | undefined,
      MaxItemsPath as string | undefined,
      scope,
      anyInteger,
    );
    return andThen(most, (maxItems) => {
      if (!maxItems.ok) return maxItems;
      const itemReader = { resource: reader['Resource']!, arguments: args.value, config, maxItems: maxItems.value };
      return { ok: true as const, value: { itemReader: present(itemReader) } };
    });
  });
}

function argumentsOf(state: MapState, holder: JsonObject, field: string, scope: Scope): Eventually<Evaluation<Json>> {
  if (state.queryLanguage === 'JSONata') return evaluateJsonata(holder['Arguments'] ?? {}, scope, `${field}/Arguments`);
  return evaluateTemplate(holder['Parameters'] ?? {}, scope);
}

function batcherOf(state: MapState, scope: Scope): Eventually<Part> {
  const batcher = state.itemBatcher;
  if (batcher === undefined) return { ok: true, value: {} };
  return andThen(
    inTurn<object>(
      [
        () => mostOf(batcher, 'MaxItemsPerBatch', scope),
        () => mostOf(batcher, 'MaxInputBytesPerBatch', scope),
        () => batchInputOf(state, batcher['BatchInput'], scope),
      ],
      {},
    ),
    (itemBatcher) => (itemBatcher.ok ? { ok: true as const, value: { itemBatcher: itemBatcher.value } } : itemBatcher),
  );
}

function mostOf(
  batcher: JsonObject,
  name: 'MaxItemsPerBatch' | 'MaxInputBytesPerBatch',
  scope: Scope,
): Eventually<Part> {
  const range: NumberRange = {
    kind: 'integer',
    min: 0,
    max: Number.MAX_SAFE_INTEGER,
    message: `${name} must be a non-negative integer.`,
  };
  const path = batcher[`${name}Path`] as string | undefined;
  return andThen(evaluateNumber(name, batcher[name] as NumberField | undefined, path, scope, range), (evaluated) => {
    if (!evaluated.ok) return evaluated;
    const field = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    return { ok: true as const, value: evaluated.value ? { [field]: evaluated.value } : {} };
  });
}

function batchInputOf(state: MapState, template: Json | undefined, scope: Scope): Eventually<Part> {
  if (template === undefined) return { ok: true, value: {} };
  const evaluated =
    state.queryLanguage === 'JSONata'
      ? evaluateJsonata(template, scope, 'ItemBatcher/BatchInput')
      : evaluateTemplate(template, scope);
  return andThen(evaluated, (input) => (input.ok ? { ok: true as const, value: { batchInput: input.value } } : input));
}

function writerOf(state: MapState, scope: Scope): Eventually<Part> {
  const writer = state.resultWriter;
  if (writer === undefined) return { ok: true, value: {} };
  const config = (writer['WriterConfig'] ?? {}) as JsonObject;
  if (writer['Resource'] === undefined) return { ok: true, value: { resultWriter: { config } } };
  return andThen(argumentsOf(state, writer, 'ResultWriter', scope), (args) =>
    args.ok ? { ok: true as const, value: { resultWriter: { arguments: args.value, config } } } : args,
  );
}

type MapRunActivation = Extract<Activation, { readonly mapRunId: string }>;

/** The map run of a thread has come to its end. */
export function mapRunEnded(run: Run, of: Thread, activation: MapRunActivation): Eventually<void> {
  const state = stateOf(run.machine, run.draft.state, of) as MapState;
  run.over.add(mapRunKey(of));
  if (activation.type === 'MapRunFailed') {
    const failure = present({ error: activation.error, cause: activation.cause });
    emit(run, of, 'MapRunFailed', { mapRunFailedEventDetails: failure });
    return fail(run, of.id, failure);
  }
  emit(run, of, 'MapRunSucceeded');
  if (!isRunning(run)) return;
  emit(run, thread(run, of.id), 'MapStateSucceeded');
  if (!isRunning(run)) return;
  const { assign, output } = state;
  return finishState(run, of.id, state, { input: of.input, result: activation.output, assign, output });
}

/** After a redrive: what failed and what had not begun runs again. */
export function redriveMapRun(run: Run, of: Thread): void {
  const { arn: mapRunArn, redriveCount } = of.mapRun!;
  const details = { mapRunRedrivenEventDetails: { mapRunArn, redriveCount: redriveCount + 1 } };
  emit(run, of, 'MapRunRedriven', details, envelopeOf(of.id));
}

/** Names the map run among what is in flight: a redriven one is another. */
export function mapRunKey({ mapRun }: Pick<Thread, 'mapRun'>): string {
  return `map run ${mapRun!.id} ${mapRun!.redriveCount}`;
}
