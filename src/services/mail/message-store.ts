/**
 * The messages as they were sent: small ones in records, large ones in files.
 *
 * B1 A file is complete and on disk before a record refers to it. B2 Files that no record knows are removed at the start.
 */
import { createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordChange, RecordCollection, Records } from '../../store/records.ts';

const COLLECTION = 'mail.messages';
const INLINE_MAX_BYTES = 32 * 1024;

export class MessageStore {
  readonly #inline: RecordCollection<string>;
  readonly #folder: string | undefined;

  /** Without a folder, everything is kept in records. */
  constructor(records: Records, folder: string | undefined) {
    this.#inline = records.collection(COLLECTION);
    this.#folder = folder;
  }

  /** The changes to write together with the mail's record. */
  async keep(id: string, raw: Buffer): Promise<readonly RecordChange[]> {
    if (this.#folder === undefined || raw.length <= INLINE_MAX_BYTES) {
      return [{ type: 'put', collection: COLLECTION, key: id, value: raw.toString('latin1') }];
    }
    mkdirSync(this.#folder, { recursive: true });
    const path = this.#path(this.#folder, id);
    const file = await open(`${path}.new`, 'w');
    try {
      await file.writeFile(raw);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(`${path}.new`, path);
    const folder = await open(this.#folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
    return [];
  }

  /** The whole message. */
  read(id: string): Buffer | undefined {
    const inline = this.#inline.get(id);
    if (inline !== undefined) return Buffer.from(inline, 'latin1');
    const path = this.#fileOf(id);
    return path === undefined ? undefined : readFileSync(path);
  }

  stream(id: string): AsyncIterable<Uint8Array> | Buffer | undefined {
    const inline = this.#inline.get(id);
    if (inline !== undefined) return Buffer.from(inline, 'latin1');
    const path = this.#fileOf(id);
    return path === undefined ? undefined : createReadStream(path);
  }

  /** `changes` go with the removal of the record, `afterwards` once that is durable. */
  removal(id: string): { readonly changes: readonly RecordChange[]; afterwards(): void } {
    const path = this.#fileOf(id);
    return {
      changes: [{ type: 'delete', collection: COLLECTION, key: id }],
      afterwards: () => {
        if (path !== undefined) rmSync(path, { force: true });
      },
    };
  }

  prune(isKnown: (id: string) => boolean): void {
    if (this.#folder === undefined || !existsSync(this.#folder)) return;
    for (const name of readdirSync(this.#folder)) {
      if (!name.endsWith('.eml') || !isKnown(name.slice(0, -4))) rmSync(join(this.#folder, name), { force: true });
    }
  }

  #fileOf(id: string): string | undefined {
    // Ids come from outside, too: nothing but what we make ourselves becomes a path.
    if (this.#folder === undefined || !/^[0-9a-f-]+$/.test(id)) return undefined;
    const path = this.#path(this.#folder, id);
    return existsSync(path) ? path : undefined;
  }

  #path(folder: string, id: string): string {
    return join(folder, `${id}.eml`);
  }
}
