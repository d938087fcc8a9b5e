/** Error objects that the platform, not the handler, answers with: AWS's types and words. */

/** AWS's bound of a buffered response: 6 MiB and 100 bytes. */
export const MAX_RESPONSE_BYTES = 6_291_556;

export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: string | null;
  /** Why the process could not be started at all. */
  readonly startError?: NodeJS.ErrnoException;
}

export function timedOut(requestId: string, timeoutMs: number): string {
  return errorJson('Sandbox.Timedout', `RequestId: ${requestId} Error: ${timeoutText(timeoutMs)}`);
}

export function timeoutText(timeoutMs: number): string {
  return `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
}

export function exited(requestId: string, end: ProcessEnd, command: string): string {
  if (end.startError) {
    return errorJson(
      'Runtime.InvalidEntrypoint',
      `RequestId: ${requestId} Error: ${startErrorText(end.startError, command)}`,
    );
  }
  return errorJson('Runtime.ExitError', `RequestId: ${requestId} Error: ${exitText(end)}`);
}

function exitText(end: ProcessEnd): string {
  if (end.signal !== null) return `Runtime exited with error: signal: ${SIGNAL_NAMES[end.signal] ?? end.signal}`;
  return end.code === 0 || end.code === null
    ? 'Runtime exited without providing a reason'
    : `Runtime exited with error: exit status ${end.code}`;
}

function startErrorText(error: NodeJS.ErrnoException, command: string): string {
  if (error.code === 'ENOENT' && command.endsWith('/bootstrap')) {
    return "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]";
  }
  return error.code === 'ENOENT'
    ? `fork/exec ${command}: no such file or directory`
    : `fork/exec ${command}: ${error.code === 'EACCES' ? 'permission denied' : error.message}`;
}

export function responseTooLarge(): string {
  return errorJson(
    'Function.ResponseSizeTooLarge',
    `Response payload size exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`,
  );
}

export function errorJson(errorType: string, errorMessage: string): string {
  return JSON.stringify({ errorType, errorMessage });
}

/** Signals as Go, in which AWS's supervisor is written, spells them. */
const SIGNAL_NAMES: Readonly<Record<string, string>> = {
  SIGABRT: 'aborted',
  SIGBUS: 'bus error',
  SIGFPE: 'floating point exception',
  SIGHUP: 'hangup',
  SIGILL: 'illegal instruction',
  SIGINT: 'interrupt',
  SIGKILL: 'killed',
  SIGPIPE: 'broken pipe',
  SIGQUIT: 'quit',
  SIGSEGV: 'segmentation fault',
  SIGTERM: 'terminated',
  SIGTRAP: 'trace/breakpoint trap',
};
