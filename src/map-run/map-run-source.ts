/** Where a map run's items come from, and how many they are as far as that can be known before they have been worked on. */
import type { AwsCaller } from '../connectors/aws-caller.ts';
import type { StartMapRun } from '../interpreter/step.ts';
import { type ItemChunk, readItems, stateItems } from './read-items.ts';
import { S3Objects } from './s3-objects.ts';

export class MapRunSource {
  readonly objects: S3Objects;
  readonly #command: StartMapRun;
  readonly #identify: (tag: string) => Promise<void>;

  constructor(command: StartMapRun, caller: AwsCaller, signal: AbortSignal, identify: (tag: string) => Promise<void>) {
    const [, , , region = '', account = ''] = command.mapRunArn.split(':');
    this.objects = new S3Objects(caller, { region, account, signal });
    this.#command = command;
    this.#identify = identify;
  }

  /** From the first item, each time. */
  chunks(): AsyncIterable<ItemChunk> | Iterable<ItemChunk> {
    const { items, settings } = this.#command;
    if (!settings.itemReader) return stateItems(items ?? []);
    return readItems(settings.itemReader, { objects: this.objects, identify: this.#identify });
  }

  /** Items of the state's input. */
  get size(): number | undefined {
    const { items } = this.#command;
    if (items === undefined) return undefined;
    return Array.isArray(items) ? items.length : Object.keys(items).length;
  }

  /** Whether counting the items is little work beside working on them. */
  get isCheapToCount(): boolean {
    const reader = this.#command.settings.itemReader;
    if (!reader?.resource.endsWith(':getObject') || reader.config['ManifestType'] !== undefined) return false;
    return reader.config['InputType'] !== 'PARQUET' && reader.config['InputType'] !== 'MANIFEST';
  }

  /** Counts until `isOver`; then the count is not known. */
  async count(isOver: () => boolean, breathe: () => Promise<void>): Promise<number | undefined> {
    let count = 0;
    for await (const { values } of this.chunks()) {
      count += values.length;
      await breathe();
      if (isOver()) return undefined;
    }
    return count;
  }
}
