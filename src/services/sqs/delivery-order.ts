/**
 * Which message comes next.
 *
 * D1 A standard queue gives what has been visible longest. D2 A FIFO queue gives each group's messages in the order of their sequence, and nothing
 * of a group while any of its messages is in flight. D3 Groups take turns.
 */
import { Queue } from '../../functions/queue.ts';
import type { Entry } from './entry.ts';

export interface DeliveryOrder {
  /** Every message once, in the order of its sequence. */
  add(entry: Entry): void;
  /** It became visible, having been delayed or in flight. */
  released(entry: Entry): void;
  /** It went in flight. */
  taken(entry: Entry): void;
  /** It is gone for good; `wasInFlight` tells from where. */
  removed(entry: Entry, wasInFlight: boolean): void;
  /** Up to `limit` visible messages. Those that `accept` refuses are gone: it has marked them so. */
  choose(limit: number, accept: (entry: Entry) => boolean): Entry[];
}

export class StandardOrder implements DeliveryOrder {
  readonly #visible = new Queue<Entry>();

  add(entry: Entry): void {
    if (entry.state === 'visible') this.#visible.push(entry);
  }

  released(entry: Entry): void {
    this.#visible.push(entry);
  }

  taken(): void {}

  removed(): void {}

  choose(limit: number, accept: (entry: Entry) => boolean): Entry[] {
    const chosen: Entry[] = [];
    while (chosen.length < limit) {
      const entry = this.#visible.shift();
      if (!entry) break;
      if (entry.state === 'visible' && accept(entry)) chosen.push(entry);
    }
    return chosen;
  }
}

interface Group {
  readonly id: string;
  /** In the order of their sequence; those that are gone stay until they are first. */
  readonly entries: Entry[];
  first: number;
  inFlight: number;
  isQueued: boolean;
}

export class FifoOrder implements DeliveryOrder {
  readonly #groups = new Map<string, Group>();
  /** Groups that may have something to give. */
  readonly #turns = new Queue<Group>();

  add(entry: Entry): void {
    const group = this.#group(entry.groupId ?? '');
    group.entries.push(entry);
    if (entry.state === 'inFlight') group.inFlight++;
    else if (entry.state === 'visible') this.#enqueue(group);
  }

  released(entry: Entry): void {
    const group = this.#group(entry.groupId ?? '');
    if (entry.receiptId !== undefined) group.inFlight--;
    this.#enqueue(group);
  }

  taken(entry: Entry): void {
    this.#group(entry.groupId ?? '').inFlight++;
  }

  removed(entry: Entry, wasInFlight: boolean): void {
    const group = this.#group(entry.groupId ?? '');
    if (wasInFlight) group.inFlight--;
    this.#tidy(group);
    this.#enqueue(group);
  }

  choose(limit: number, accept: (entry: Entry) => boolean): Entry[] {
    const chosen: Entry[] = [];
    while (chosen.length < limit) {
      const group = this.#turns.shift();
      if (!group) break;
      group.isQueued = false;
      if (group.inFlight > 0) continue;
      for (let at = group.first; at < group.entries.length && chosen.length < limit; at++) {
        const entry = group.entries[at]!;
        if (entry.state === 'gone') continue;
        if (entry.state !== 'visible') break;
        if (accept(entry)) chosen.push(entry);
      }
      this.#tidy(group);
    }
    return chosen;
  }

  #tidy(group: Group): void {
    dropGone(group);
    if (group.first === group.entries.length) this.#groups.delete(group.id);
  }

  #group(id: string): Group {
    let group = this.#groups.get(id);
    if (!group) {
      group = { id, entries: [], first: 0, inFlight: 0, isQueued: false };
      this.#groups.set(id, group);
    }
    return group;
  }

  #enqueue(group: Group): void {
    if (group.isQueued || group.inFlight > 0 || group.first === group.entries.length) return;
    group.isQueued = true;
    this.#turns.push(group);
  }
}

function dropGone(group: Group): void {
  const { entries } = group;
  while (group.first < entries.length && entries[group.first]!.state === 'gone') group.first++;
  if (group.first > 256 && group.first * 2 > entries.length) {
    entries.splice(0, group.first);
    group.first = 0;
  }
}
