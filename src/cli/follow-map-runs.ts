/**
 * The map runs of an execution while it is followed: which there are is told by its history, how far they have come by DescribeMapRun,
 * asked a few times a second.
 */
import type { Client, WireHistoryEvent } from './client.ts';
import { doneOf, mapRunLine, RateMeter, type WireMapRun } from './map-run-progress.ts';

const ASK_MS = 300;

interface Followed {
  readonly meter: RateMeter;
  run?: WireMapRun;
  isOpen: boolean;
}

export class FollowedMapRuns {
  readonly #client: Client;
  readonly #runs = new Map<string, Followed>();
  #isAsking = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: Client) {
    this.#client = client;
  }

  start(): void {
    this.#timer = setInterval(() => void this.#ask(), ASK_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Where a map run ends is not in its event: all are asked once more. */
  take(events: readonly WireHistoryEvent[]): void {
    for (const event of events) {
      if (event.type === 'MapRunStarted') this.#open(event, 'mapRunStartedEventDetails');
      else if (event.type === 'MapRunRedriven') this.#open(event, 'mapRunRedrivenEventDetails');
    }
  }

  #open(event: WireHistoryEvent, member: string): void {
    const { mapRunArn } = event[member] as { mapRunArn: string };
    this.#runs.set(mapRunArn, { meter: new RateMeter(), isOpen: true });
  }

  /** Of those that go on. */
  get lines(): readonly string[] {
    return [...this.#runs.values()].flatMap(({ run, meter, isOpen }) =>
      isOpen && run ? [mapRunLine(run, meter.perSecond)] : [],
    );
  }

  /** All of them as they are now, in the order in which they began. */
  async final(): Promise<readonly WireMapRun[]> {
    this.stop();
    await this.#askAll();
    return [...this.#runs.values()].flatMap(({ run }) => (run ? [run] : []));
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return;
    this.#isAsking = true;
    try {
      await this.#askAll();
    } catch {
      // The server may be restarting: the next turn asks again, and the following itself reports a failure.
    } finally {
      this.#isAsking = false;
    }
  }

  async #askAll(): Promise<void> {
    for (const [mapRunArn, followed] of this.#runs) {
      if (!followed.isOpen) continue;
      const run = await this.#client.states<WireMapRun>('DescribeMapRun', { mapRunArn });
      followed.run = run;
      followed.isOpen = run.status === 'RUNNING';
      followed.meter.add(doneOf(run.itemCounts), Date.now());
    }
  }
}
