/** How the server talks to one handler process. Two kinds: pipes to our bootstraps, and AWS's Runtime API for `provided.*`. */
import type { ProcessEnd } from './failures.ts';

export interface ChannelRequest {
  readonly requestId: string;
  readonly functionArn: string;
  readonly deadlineMs: number;
  readonly traceId: string;
  readonly clientContext?: string;
  /** JSON text, or its bytes in UTF-8. */
  readonly payload: string | Uint8Array;
}

export type ChannelAnswer =
  | { readonly type: 'Answered'; readonly isError: boolean; readonly payload: string }
  | { readonly type: 'Ended'; readonly end: ProcessEnd }
  /** The process ended before it took the request: it is safe to give it to another one. */
  | { readonly type: 'Undelivered' };

export type ChannelStart =
  | { readonly type: 'Ready' }
  /** The handler could not be loaded; `payload` is the error object. */
  | { readonly type: 'InitFailed'; readonly payload: string }
  | { readonly type: 'Ended'; readonly end: ProcessEnd };

export interface HandlerChannel {
  readonly pid: number | undefined;
  /** Resolves once, when the handler is loaded or will never be. */
  readonly started: Promise<ChannelStart>;
  /** Resolves once, when the process is gone. */
  readonly ended: Promise<ProcessEnd>;
  /** One at a time. Never rejects. */
  invoke(request: ChannelRequest): Promise<ChannelAnswer>;
  kill(): void;
}
