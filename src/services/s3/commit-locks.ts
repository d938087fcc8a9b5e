/**
 * Who may change what at the same time: changes to one key go one after another, and a change to a bucket itself (its removal, its
 * configuration) waits for the changes to its keys under way and holds back the next. Nothing is held while a body streams.
 */
export class CommitLocks {
  /** The last change queued under a name; absent when none is under way. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #buckets = new Map<string, BucketGate>();

  /** Runs `change` alone among those of `key`, beside those of other keys. Must not be called inside another of the same bucket. */
  forKey<T>(bucket: string, key: string, change: () => Promise<T>): Promise<T> {
    return this.#inTurn(`${bucket}/${key}`, () => this.#inBucket(bucket, change));
  }

  /** Runs `change` alone among those of an upload; changes to keys may happen inside. */
  forUpload<T>(uploadId: string, change: () => Promise<T>): Promise<T> {
    return this.#inTurn(uploadId, change);
  }

  /** Runs `change` alone in the bucket. */
  async forBucket<T>(bucket: string, change: () => Promise<T>): Promise<T> {
    let gate = this.#gate(bucket);
    while (gate.exclusive !== undefined) {
      await gate.exclusive;
      gate = this.#gate(bucket);
    }
    let open!: () => void;
    gate.exclusive = new Promise((resolve) => {
      open = resolve;
    });
    try {
      if (gate.entered > 0) {
        await new Promise<void>((resolve) => {
          gate.onEmpty = resolve;
        });
      }
      return await change();
    } finally {
      gate.exclusive = undefined;
      gate.onEmpty = undefined;
      open();
      this.#release(bucket, gate);
    }
  }

  async #inTurn<T>(name: string, change: () => Promise<T>): Promise<T> {
    const before = this.#turns.get(name);
    const mine = before !== undefined ? before.then(change, change) : change();
    this.#turns.set(name, mine);
    try {
      return await mine;
    } finally {
      if (this.#turns.get(name) === mine) this.#turns.delete(name);
    }
  }

  async #inBucket<T>(bucket: string, change: () => Promise<T>): Promise<T> {
    // No await between finding the gate free and entering it: nobody else can take it meanwhile.
    let gate = this.#gate(bucket);
    while (gate.exclusive !== undefined) {
      await gate.exclusive;
      gate = this.#gate(bucket);
    }
    gate.entered++;
    try {
      return await change();
    } finally {
      gate.entered--;
      if (gate.entered === 0) gate.onEmpty?.();
      this.#release(bucket, gate);
    }
  }

  #gate(bucket: string): BucketGate {
    let gate = this.#buckets.get(bucket);
    if (!gate) {
      gate = { entered: 0, exclusive: undefined, onEmpty: undefined };
      this.#buckets.set(bucket, gate);
    }
    return gate;
  }

  #release(bucket: string, gate: BucketGate): void {
    if (gate.entered === 0 && gate.exclusive === undefined && this.#buckets.get(bucket) === gate)
      this.#buckets.delete(bucket);
  }
}

interface BucketGate {
  entered: number;
  exclusive: Promise<void> | undefined;
  onEmpty: (() => void) | undefined;
}
