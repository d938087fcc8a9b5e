/** Answers that come line by line, as things happen. */
import type { OwnResponse } from '../../gateway/own-routes.ts';

/** A queue between what tells and what reads; it ends when `close` was called and everything was read. */
export class LineQueue<T> implements AsyncIterable<T> {
  readonly #waiting: T[] = [];
  #isClosed = false;
  #wake: (() => void) | undefined;

  push(item: T): void {
    this.#waiting.push(item);
    this.#wake?.();
  }

  close(): void {
    this.#isClosed = true;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<T> {
    for (;;) {
      while (this.#waiting.length > 0) yield this.#waiting.shift() as T;
      if (this.#isClosed) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

export function jsonLines(items: AsyncIterable<unknown>): OwnResponse {
  return { headers: { 'content-type': 'application/x-ndjson' }, body: lines(items) };
}

async function* lines(items: AsyncIterable<unknown>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`;
}
