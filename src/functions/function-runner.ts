/**
 * Runs Lambda handlers in warm child processes. It knows processes and payloads, not the Lambda API.
 *
 * F1 A crash, hang or flood of a handler is a failed invocation, never a failed server. F2 Each process serves one invocation at a time.
 * F3 Concurrency grows to its limit, then invocations queue in order. F4 Nothing survives its timeout.
 */
export interface FunctionSpec {
  readonly functionArn: string;
  readonly functionName: string;
  readonly version: string;
  /** AWS's identifier: `nodejs20.x`, `python3.12`, `provided.al2023`. */
  readonly runtime: string;
  /** `module.handler`, `folder/module.handler`. */
  readonly handler: string;
  /** Folder that holds the unpacked code. A new revision of the code has a new folder. */
  readonly codeDir: string;
  /** Changes whenever code or configuration changes: processes of other revisions are drained. */
  readonly revisionId: string;
  readonly timeoutMs: number;
  readonly memoryMb: number;
  readonly environment: Readonly<Record<string, string>>;
  /** At most so many processes at once; absent means the runner's own limit. */
  readonly concurrency?: number;
}

export interface Invocation {
  readonly spec: FunctionSpec;
  /** JSON text, or its bytes in UTF-8; at most 6 MiB. */
  readonly payload: string | Uint8Array;
  readonly requestId: string;
  /** The ARN by which the caller named the function, with alias or version: what the handler's context tells. Default: the function's own. */
  readonly invokedFunctionArn?: string;
  /** JSON text. */
  readonly clientContext?: string;
  /** Lets the caller go at once: an invocation that waits is dropped, one that runs goes on to its end, as at AWS. */
  readonly signal?: AbortSignal;
}

export interface InvocationResult {
  /** The response, or the error object (`errorType`, `errorMessage`, `stackTrace`/`trace`) as JSON text; raw text if the handler's runtime sent such. */
  readonly payload: string;
  /** `Unhandled` when the handler raised, `Handled` never in current runtimes; absent on success. */
  readonly functionError?: 'Unhandled' | 'Handled';
  /** Last 4 KiB of the log, with START, END and REPORT lines. */
  readonly logTail: string;
  readonly durationMs: number;
  readonly billedMs: number;
  readonly maxMemoryMb: number;
  readonly coldStart: boolean;
}

export interface LogLine {
  readonly functionArn: string;
  readonly functionName: string;
  readonly version: string;
  readonly logStream: string;
  readonly timestampMs: number;
  readonly message: string;
}

export interface FunctionRunner {
  /**
   * A failing function is a result. Rejects with the signal's reason when it aborts, and with an `EngineError` for a runtime that cannot run here
   * (`RUNTIME_NOT_SUPPORTED`) and when the runner stops (`FUNCTIONS_STOPPED`): then the invocation may or may not have had its effect.
   */
  invoke(invocation: Invocation): Promise<InvocationResult>;
  /** Ends idle processes of a function now and busy ones after their invocation. */
  drain(functionName: string): Promise<void>;
  /** Ends everything at once. */
  stop(): Promise<void>;
}
