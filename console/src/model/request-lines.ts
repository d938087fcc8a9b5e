/** Of the log lines of a function, those of one invocation: from its START to its REPORT, in its log stream. */
import type { LogLine } from '../aws/types.ts';

export function linesOfRequest(lines: readonly LogLine[], requestId: string): readonly LogLine[] {
  const found: LogLine[] = [];
  let stream: string | undefined;
  for (const line of lines) {
    if (line.message.startsWith(`START RequestId: ${requestId}`)) stream = line.logStream;
    if (stream === undefined || line.logStream !== stream) continue;
    found.push(line);
    if (line.message.startsWith(`REPORT RequestId: ${requestId}`)) return found;
  }
  return found;
}

/** Of what `lambda:invoke` returned; `undefined` where it is not told. */
export function requestIdOf(output: unknown): string | undefined {
  if (typeof output !== 'string') return undefined;
  return /"SdkResponseMetadata":\{[^{}]*"RequestId":"([\w-]+)"/.exec(output)?.[1];
}
