/**
 * Talks to our Node and Python bootstraps over two pipes.
 * An answer that nobody waits for is dropped; a peer that breaks the protocol is killed.
 */
import type { ChildGroup } from './child-group.ts';
import type { ProcessEnd } from './failures.ts';
import { encodeRequest, FrameReader, type FrameType } from './frames.ts';
import type { ChannelAnswer, ChannelRequest, ChannelStart, HandlerChannel } from './handler-channel.ts';
import type { ProcessLog } from './process-log.ts';

export class PipeChannel implements HandlerChannel {
  readonly started: Promise<ChannelStart>;
  readonly ended: Promise<ProcessEnd>;
  readonly #group: ChildGroup;
  readonly #log: ProcessLog;
  #resolveStarted!: (start: ChannelStart) => void;
  #pending: ((answer: ChannelAnswer) => void) | undefined;
  #isRequestLost = false;
  #isEnded = false;

  constructor(group: ChildGroup, log: ProcessLog) {
    this.#group = group;
    this.#log = log;
    this.started = new Promise((resolve) => {
      this.#resolveStarted = resolve;
    });
    const reader = new FrameReader((type, content) => this.#onFrame(type, content));
    group.frames?.on('data', (chunk: Buffer) => {
      if (!reader.push(chunk)) group.kill();
    });
    // A socket that closes over unread bytes says so, which tells a request that was never read from one that killed its handler.
    group.requests?.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET') this.#isRequestLost = true;
    });
    group.requests?.resume();
    this.ended = group.ended.then(async (end) => {
      // A write that failed says so in a later turn than the end of the process.
      await new Promise(setImmediate);
      return this.#onEnd(end);
    });
  }

  get pid(): number | undefined {
    return this.#group.pid;
  }

  invoke(request: ChannelRequest): Promise<ChannelAnswer> {
    if (this.#isEnded) return Promise.resolve({ type: 'Undelivered' });
    const { payload, ...meta } = request;
    return new Promise((resolve) => {
      this.#pending = resolve;
      this.#group.requests?.write(encodeRequest(JSON.stringify(meta), payload), (error) => {
        if (error) this.#isRequestLost = true;
      });
    });
  }

  kill(): void {
    this.#group.kill();
  }

  #onFrame(type: FrameType, content: Buffer): void {
    switch (type) {
      case 'ready':
        this.#resolveStarted({ type: 'Ready' });
        return;
      case 'initFailed':
        this.#resolveStarted({ type: 'InitFailed', payload: content.toString('utf8') });
        return;
      case 'result':
        this.#answer({ type: 'Answered', isError: false, payload: content.toString('utf8') });
        return;
      case 'error':
        this.#answer({ type: 'Answered', isError: true, payload: content.toString('utf8') });
        return;
      case 'output':
        this.#log.output('frames', content);
        return;
      case 'message':
        this.#log.message(content.toString('utf8'));
        return;
    }
  }

  #answer(answer: ChannelAnswer): void {
    const resolve = this.#pending;
    this.#pending = undefined;
    resolve?.(answer);
  }

  #onEnd(end: ProcessEnd): ProcessEnd {
    this.#isEnded = true;
    this.#resolveStarted({ type: 'Ended', end });
    this.#answer(this.#isRequestLost ? { type: 'Undelivered' } : { type: 'Ended', end });
    return end;
  }
}
