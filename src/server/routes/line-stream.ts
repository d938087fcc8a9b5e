/** JSON documents, one a line, written now and read by a client as they come. */
export interface LineStream {
  write(value: object): void;
  end(): void;
  readonly body: AsyncIterable<string>;
}

export function lineStream(): LineStream {
  const lines: string[] = [];
  let ended = false;
  let wake = (): void => {};
  const notify = (): void => wake();
  async function* body(): AsyncGenerator<string> {
    for (;;) {
      while (lines.length > 0) yield lines.shift()!;
      if (ended) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return {
    write(value) {
      lines.push(`${JSON.stringify(value)}\n`);
      notify();
    },
    end() {
      ended = true;
      notify();
    },
    body: body(),
  };
}
