/**
 * How many map runs of an account and region may be open at a time. The others wait in the order in which they came, as AWS keeps them at
 * `MapRunStarted`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export interface Place {
  /** Resolves when it is the run's turn, and also when it left before. */
  readonly granted: Promise<void>;
  /** Gives the place to the next one, or up waiting for it. May be called again. */
  leave(): void;
}

interface Waiting {
  readonly grant: () => void;
}

interface Group {
  open: number;
  readonly waiting: Waiting[];
}

export class OpenMapRuns {
  readonly #most: number;
  readonly #groups = new Map<string, Group>();

  constructor(most: number) {
    this.#most = most;
  }

  take(mapRunArn: string): Place {
    const key = placeOf(mapRunArn);
    const group = this.#groups.get(key) ?? { open: 0, waiting: [] };
    this.#groups.set(key, group);
    if (group.open < this.#most) {
      group.open += 1;
      return { granted: Promise.resolve(), leave: once(() => this.#freed(key, group)) };
    }
    let waiting: Waiting | undefined;
    let resolve = (): void => {};
    const granted = new Promise<void>((done) => {
      resolve = done;
    });
    waiting = {
      grant: () => {
        waiting = undefined;
        resolve();
      },
    };
    group.waiting.push(waiting);
    const leave = (): void => {
      if (waiting) {
        group.waiting.splice(group.waiting.indexOf(waiting), 1);
        waiting.grant();
      } else this.#freed(key, group);
    };
    return { granted, leave: once(leave) };
  }

  #freed(key: string, group: Group): void {
    const next = group.waiting.shift();
    if (next) {
      next.grant();
      return;
    }
    group.open -= 1;
    if (group.open === 0) this.#groups.delete(key);
  }
}

/** Region and account. */
function placeOf(mapRunArn: string): string {
  return mapRunArn.split(':').slice(3, 5).join(':');
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
