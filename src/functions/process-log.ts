/**
 * The log of one handler process: cuts output into lines, stamps them, and keeps the tail of the current invocation.
 *
 * L1 Memory is bounded whatever a handler prints: a line is cut at 256 KiB, a tail keeps 4 KiB. L2 One invocation's output goes to the
 * sink up to a bound; the rest is counted, dropped, and said to be dropped.
 */
import { StringDecoder } from 'node:string_decoder';
import type { LogLine } from './function-runner.ts';

const TAIL_BYTES = 4_096;
/** CloudWatch Logs' bound of an event. */
const MAX_LINE_CHARS = 256 * 1024;

export interface ProcessLogOptions {
  readonly functionArn: string;
  readonly functionName: string;
  readonly version: string;
  readonly logStream: string;
  /** Output of one invocation that reaches the sink, in characters. */
  readonly maxInvocationChars: number;
  readonly now: () => number;
  readonly sink: (line: LogLine) => void;
}

/** Where bytes come from: the bootstrap's frames, or descriptors 1 and 2. Each has its own unfinished line. */
export type LogSource = 'frames' | 'stdout' | 'stderr';

export class ProcessLog {
  readonly #options: ProcessLogOptions;
  readonly #partial: Record<LogSource, { text: string; readonly decoder: StringDecoder }> = {
    frames: { text: '', decoder: new StringDecoder('utf8') },
    stdout: { text: '', decoder: new StringDecoder('utf8') },
    stderr: { text: '', decoder: new StringDecoder('utf8') },
  };
  #tail: string[] = [];
  #tailChars = 0;
  #forwardedChars = 0;
  #droppedChars = 0;

  constructor(options: ProcessLogOptions) {
    this.#options = options;
  }

  /** Starts the tail of an invocation; what was printed since the last one (or by the loading of the handler) is part of it. */
  begin(): void {
    this.#forwardedChars = 0;
  }

  output(source: LogSource, bytes: Buffer): void {
    const partial = this.#partial[source];
    const text = partial.text + partial.decoder.write(bytes);
    let start = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      this.#application(text.slice(start, end));
      start = end + 1;
    }
    while (text.length - start >= MAX_LINE_CHARS) {
      this.#application(text.slice(start, start + MAX_LINE_CHARS));
      start += MAX_LINE_CHARS;
    }
    partial.text = start === 0 ? text : text.slice(start);
  }

  /** A whole message, which may have several lines and stays one entry of the log. */
  message(text: string): void {
    this.#flush('frames');
    this.#application(text.length > MAX_LINE_CHARS ? text.slice(0, MAX_LINE_CHARS) : text);
  }

  /** A line of the platform: never dropped. */
  platform(text: string): void {
    this.#emit(text);
  }

  /** Ends unfinished lines, tells what was dropped, writes the closing lines, and hands out the invocation's tail. */
  end(closing: readonly string[]): string {
    for (const source of ['frames', 'stdout', 'stderr'] as const) this.#flush(source);
    if (this.#droppedChars > 0) {
      this.#emit(`[${this.#droppedChars} more characters of output were dropped]`);
      this.#droppedChars = 0;
    }
    for (const line of closing) this.#emit(line);
    const tail = this.#tail.join('');
    this.#tail = [];
    this.#tailChars = 0;
    return lastBytes(tail);
  }

  #flush(source: LogSource): void {
    const partial = this.#partial[source];
    if (partial.text === '') return;
    const text = partial.text;
    partial.text = '';
    this.#application(text);
  }

  #application(text: string): void {
    if (this.#forwardedChars + text.length > this.#options.maxInvocationChars) {
      this.#droppedChars += text.length;
      this.#keepTail(text);
      return;
    }
    this.#forwardedChars += text.length;
    this.#emit(text);
  }

  #emit(text: string): void {
    this.#keepTail(text);
    const { functionArn, functionName, version, logStream, now, sink } = this.#options;
    sink({ functionArn, functionName, version, logStream, timestampMs: now(), message: text });
  }

  #keepTail(text: string): void {
    const kept = text.length > TAIL_BYTES ? text.slice(-TAIL_BYTES) : text;
    this.#tail.push(`${kept}\n`);
    this.#tailChars += kept.length + 1;
    while (this.#tailChars - this.#tail[0]!.length >= TAIL_BYTES) this.#tailChars -= this.#tail.shift()!.length;
  }
}

function lastBytes(text: string): string {
  if (Buffer.byteLength(text) <= TAIL_BYTES) return text;
  const bytes = Buffer.from(text);
  let start = bytes.length - TAIL_BYTES;
  // Never begin inside a character: continuation bytes are 10xxxxxx.
  while (((bytes[start] ?? 0) & 0xc0) === 0x80) start++;
  return bytes.toString('utf8', start);
}
