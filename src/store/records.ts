/**
 * Durable records of the control plane: state machines, functions, buckets, queues. Small, listed by key, one collection each.
 * R1 A write resolves only when it is on disk; writes of one tick share a sync. R2 Values are JSON; a reader gets its own copy or a frozen one.
 */
export interface Records {
  collection<T>(name: string): RecordCollection<T>;
  /** Several writes in one transaction, all or nothing. */
  write(changes: readonly RecordChange[]): Promise<void>;
}

export type RecordChange =
  | { readonly type: 'put'; readonly collection: string; readonly key: string; readonly value: unknown }
  | { readonly type: 'delete'; readonly collection: string; readonly key: string };

export interface RecordCollection<T> {
  get(key: string): T | undefined;
  has(key: string): boolean;
  put(key: string, value: T): Promise<void>;
  delete(key: string): Promise<boolean>;
  /** In key order (UTF-8 bytes), keys that start with `prefix`, strictly after `after`. */
  list(options?: {
    readonly prefix?: string;
    readonly after?: string;
    readonly limit?: number;
  }): readonly { readonly key: string; readonly value: T }[];
  count(prefix?: string): number;
}
