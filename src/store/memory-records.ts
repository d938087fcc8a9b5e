/** Records in memory, kept as JSON text so that a reader always gets its own copy. */
import type { RecordChange, RecordCollection, Records } from './records.ts';

type ListOptions = { readonly prefix?: string; readonly after?: string; readonly limit?: number };

export class MemoryRecords implements Records {
  readonly #collections = new Map<string, Map<string, string>>();

  collection<T>(name: string): RecordCollection<T> {
    const values = this.#values(name);
    return {
      get: (key) => parse<T>(values.get(key)),
      has: (key) => values.has(key),
      put: (key, value) => this.write([{ type: 'put', collection: name, key, value }]),
      delete: async (key) => values.delete(key),
      list: (options) => list<T>(values, options ?? {}),
      count: (prefix = '') => [...values.keys()].filter((key) => key.startsWith(prefix)).length,
    };
  }

  async write(changes: readonly RecordChange[]): Promise<void> {
    // Texts first: a value that has no JSON must leave nothing half written.
    const texts = changes.map((change) => (change.type === 'put' ? JSON.stringify(change.value) : undefined));
    changes.forEach(({ collection, key }, index) => {
      const text = texts[index];
      if (text === undefined) this.#values(collection).delete(key);
      else this.#values(collection).set(key, text);
    });
  }

  #values(collection: string): Map<string, string> {
    const known = this.#collections.get(collection);
    if (known) return known;
    const values = new Map<string, string>();
    this.#collections.set(collection, values);
    return values;
  }
}

function parse<T>(text: string | undefined): T | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

function list<T>(values: ReadonlyMap<string, string>, { prefix = '', after, limit }: ListOptions) {
  const chosen = [...values.keys()]
    .filter((key) => key.startsWith(prefix))
    .map((key) => ({ key, bytes: Buffer.from(key) }));
  chosen.sort((a, b) => a.bytes.compare(b.bytes));
  const from = after === undefined ? 0 : chosen.findIndex(({ bytes }) => bytes.compare(Buffer.from(after)) > 0);
  if (from < 0) return [];
  const end = limit === undefined ? undefined : from + limit;
  return chosen.slice(from, end).map(({ key }) => ({ key, value: parse<T>(values.get(key)) as T }));
}
