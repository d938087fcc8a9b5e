/** From the items to the inputs of the children: selected, batched, checked for their size, a few at a time. */
import type { Json } from '../asl/json.ts';
import type { Limits } from '../asl/limits.ts';
import type { MapState } from '../asl/state-machine.ts';
import type { StartMapRun } from '../interpreter/step.ts';
import { jsonByteLength } from '../query/json-size.ts';
import type { Scope } from '../query/scope.ts';
import { type Batch, Batcher } from './batcher.ts';
import { MapRunFailure } from './map-run-failure.ts';
import type { ItemChunk } from './read-items.ts';
import { type MapItem, selectItem } from './select-item.ts';

export interface ChildInput {
  readonly index: number;
  readonly input: Json;
  readonly items: number;
  /** Of the input as compact JSON. */
  readonly bytes: number;
}

export interface ChildInputsOptions {
  readonly state: MapState;
  readonly command: StartMapRun;
  readonly limits: Limits;
  /** What an ItemSelector sees of the time, and draws from. */
  surroundings(): Pick<Scope, 'nowMs' | 'random'>;
  /** Whether a child needs no input any more: then the work for it is saved. */
  isDone(index: number): boolean;
  /** Told of every chunk of items before they are worked on. */
  sawItems(count: number): void;
}

const GROUP = 128;

/** Groups may be empty: then children were done already. */
export async function* childInputs(
  chunks: AsyncIterable<ItemChunk> | Iterable<ItemChunk>,
  options: ChildInputsOptions,
): AsyncGenerator<readonly ChildInput[]> {
  const { itemBatcher } = options.command.settings;
  const selected = selectedItems(chunks, options, itemBatcher === undefined);
  yield* itemBatcher === undefined
    ? selected
    : batched(selected, new Batcher(withinLimits(itemBatcher, options.limits)), options);
}

/** A batch is no larger than AWS lets an input be, with or without the author's limit. */
function withinLimits(batcher: NonNullable<StartMapRun['settings']['itemBatcher']>, { payloadBytes }: Limits) {
  const most = Math.min(batcher.maxInputBytesPerBatch ?? payloadBytes, payloadBytes);
  return most === Number.MAX_SAFE_INTEGER ? batcher : { ...batcher, maxInputBytesPerBatch: most };
}

async function* selectedItems(
  chunks: AsyncIterable<ItemChunk> | Iterable<ItemChunk>,
  options: ChildInputsOptions,
  skipsDone: boolean,
): AsyncGenerator<readonly ChildInput[]> {
  let index = 0;
  for await (const { values, keys, source } of chunks) {
    options.sawItems(values.length);
    for (let from = 0; from < values.length; from += GROUP) {
      const group: ChildInput[] = [];
      for (let at = from; at < Math.min(values.length, from + GROUP); at++, index++) {
        if (skipsDone && options.isDone(index)) continue;
        const key = keys?.[at];
        const item: MapItem = { index, value: values[at]!, source, ...(key !== undefined && { key }) };
        const selecting = selectItem(options.state, options.command, item, options.surroundings());
        const evaluated = selecting instanceof Promise ? await selecting : selecting;
        if (!evaluated.ok) throw selectionFailed(options.state, evaluated.error);
        const bytes = jsonByteLength(evaluated.value);
        checkSize(bytes, index, options);
        group.push({ index, input: evaluated.value, items: 1, bytes });
      }
      yield group;
    }
  }
}

function selectionFailed(state: MapState, { error, cause }: { readonly error?: string; readonly cause?: string }) {
  const place = `An error occurred while executing the state '${state.name}'.`;
  return new MapRunFailure(error ?? 'States.Runtime', `${place} ${cause ?? ''}`);
}

/** AWS reads larger items only to have an ItemSelector make them smaller. */
function checkSize(bytes: number, index: number, { limits }: ChildInputsOptions): void {
  const { payloadBytes } = limits;
  if (bytes <= payloadBytes) return;
  const limit = `${payloadBytes} bytes (limit payloadBytes of profile '${limits.profile}')`;
  throw new MapRunFailure(
    'States.DataLimitExceeded',
    `The input of a child workflow execution, for the item at index ${index}, exceeds the maximum size of ${limit}.`,
  );
}

async function* batched(
  selected: AsyncIterable<readonly ChildInput[]>,
  batcher: Batcher,
  { isDone }: ChildInputsOptions,
): AsyncGenerator<readonly ChildInput[]> {
  let index = 0;
  const numbered = (batches: readonly Batch[]): readonly ChildInput[] =>
    batches.flatMap((batch) => {
      const child = { index: index++, ...batch };
      return isDone(child.index) ? [] : [child];
    });
  for await (const group of selected) {
    const batches: Batch[] = [];
    for (const { input, bytes } of group) {
      const batch = batcher.add(input, bytes);
      if (batch) batches.push(batch);
    }
    if (batches.length > 0) yield numbered(batches);
  }
  const last = batcher.end();
  if (last) yield numbered([last]);
}
