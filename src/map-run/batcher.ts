/** ItemBatcher over a stream: collects items until a batch is full. A batch holds one item at least, however large. */
import type { Json, JsonObject } from '../asl/json.ts';
import type { MapRunSettings } from '../interpreter/execution-state.ts';
import { jsonByteLength } from '../query/json-size.ts';

export interface Batch {
  readonly input: Json;
  readonly items: number;
  /** Of the input as compact JSON. */
  readonly bytes: number;
}

export class Batcher {
  readonly #frame: JsonObject;
  readonly #frameBytes: number;
  readonly #mostItems: number;
  readonly #mostBytes: number;
  #items: Json[] = [];
  #bytes: number;

  constructor({ batchInput, maxItemsPerBatch, maxInputBytesPerBatch }: NonNullable<MapRunSettings['itemBatcher']>) {
    this.#frame = batchInput === undefined ? {} : { BatchInput: batchInput };
    this.#frameBytes = jsonByteLength({ ...this.#frame, Items: [] });
    this.#bytes = this.#frameBytes;
    this.#mostItems = maxItemsPerBatch ?? Infinity;
    this.#mostBytes = maxInputBytesPerBatch ?? Infinity;
  }

  /** The batch that was full before this item, whose size as JSON is `itemBytes`. */
  add(item: Json, itemBytes: number): Batch | undefined {
    const bytes = itemBytes + 1;
    const isFull = this.#items.length >= this.#mostItems || this.#bytes + bytes - 1 > this.#mostBytes;
    const batch = this.#items.length > 0 && isFull ? this.end() : undefined;
    this.#items.push(item);
    this.#bytes += bytes;
    return batch;
  }

  /** What is left; `undefined` when nothing is. */
  end(): Batch | undefined {
    if (this.#items.length === 0) return undefined;
    const items = this.#items;
    const bytes = this.#bytes;
    this.#items = [];
    this.#bytes = this.#frameBytes;
    return { input: { ...this.#frame, Items: items }, items: items.length, bytes };
  }
}
