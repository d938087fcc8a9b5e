/**
 * A child process with all that it starts: one process group, killed as one.
 *
 * K1 `ended` resolves exactly once, after the process is gone and what it printed has been read; it never rejects.
 * K2 When the child is gone its group is killed: nothing that a handler started outlives it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Socket } from 'node:net';
import type { ProcessEnd } from './failures.ts';
import { giveWay } from './give-way.ts';
import type { ProcessGuardian } from './process-guardian.ts';

/** Output may be held open by a process that left the group; after so long it is let go. */
const DRAIN_MS = 250;

export interface ChildGroupOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Whether descriptors 3 (to the child) and 4 (from it) are wanted. */
  readonly withChannel: boolean;
  readonly guardian: ProcessGuardian;
  readonly onOutput: (source: 'stdout' | 'stderr', bytes: Buffer) => void;
}

export class ChildGroup {
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess | undefined;
  #isGone = false;

  constructor(options: ChildGroupOptions) {
    try {
      this.#child = spawnGroup(options);
    } catch (error) {
      // Most failures come as an event; being out of memory, or an environment that is too long, is thrown.
      this.ended = Promise.resolve({ code: null, signal: null, startError: error as NodeJS.ErrnoException });
      return;
    }
    if (this.pid !== undefined) {
      options.guardian.begins(this.pid);
      giveWay(this.pid);
    }
    this.ended = this.#awaitEnd(this.#child, options.guardian);
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** Descriptor 3 of the child; absent if it could not be started. */
  get requests(): Socket | undefined {
    return this.#child?.stdio?.[3] as Socket | undefined;
  }

  /** Descriptor 4 of the child. */
  get frames(): Socket | undefined {
    return this.#child?.stdio?.[4] as unknown as Socket | undefined;
  }

  kill(): void {
    if (!this.#isGone) this.#signalGroup();
  }

  async #awaitEnd(child: ChildProcess, guardian: ProcessGuardian): Promise<ProcessEnd> {
    // Listened for from the start: it may come in the same turn as the exit.
    const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
    const end = await new Promise<ProcessEnd>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
      child.once('error', (startError: NodeJS.ErrnoException) => {
        if (this.pid === undefined) resolve({ code: null, signal: null, startError });
      });
    });
    this.#isGone = true;
    if (this.pid !== undefined) {
      this.#signalGroup();
      guardian.ends(this.pid);
      await withinDrainTime(closed);
    }
    for (const stream of child.stdio ?? []) stream?.destroy();
    return end;
  }

  #signalGroup(): void {
    if (this.pid === undefined) return;
    try {
      process.kill(-this.pid, 'SIGKILL');
    } catch {
      // The group has gone already.
    }
  }
}

function spawnGroup(options: ChildGroupOptions): ChildProcess {
  const channel = options.withChannel ? (['pipe', 'pipe'] as const) : [];
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', ...channel],
  });
  // Without descriptors left, Node gives a child without streams and says so in an event.
  for (const stream of child.stdio ?? []) stream?.on('error', () => {});
  child.stdout?.on('data', (bytes: Buffer) => options.onOutput('stdout', bytes));
  child.stderr?.on('data', (bytes: Buffer) => options.onOutput('stderr', bytes));
  return child;
}

async function withinDrainTime(closed: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, DRAIN_MS);
  });
  await Promise.race([closed, tooLong]);
  clearTimeout(timer);
}
