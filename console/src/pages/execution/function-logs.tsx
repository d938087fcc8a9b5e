/** Log lines of a function while a state ran. */
import { callAws } from '../../aws/request.ts';
import type { LogLine } from '../../aws/types.ts';
import { useLoad } from '../../live/use-load.ts';
import { detailsOf, type Visit } from '../../model/history.ts';
import { linesOfRequest, requestIdOf } from '../../model/request-lines.ts';
import { Data, Failure } from '../../ui/basics.tsx';
import { LogLines } from '../../ui/log-lines.tsx';
import { href } from '../../ui/router.tsx';

/** The name of the Lambda function that the state called, if it called one. */
export function functionOf(visit: Visit, raw: unknown): string | undefined {
  const scheduled = visit.events.find(({ type }) => type === 'TaskScheduled' || type === 'LambdaFunctionScheduled');
  if (!scheduled) return undefined;
  const details = detailsOf(scheduled) as { resource?: string; resourceType?: string; parameters?: string };
  if (scheduled.type === 'LambdaFunctionScheduled') return plainName(details.resource ?? '');
  if (details.resourceType !== 'lambda') return undefined;
  const name =
    readName(details.parameters) ?? (raw as { Parameters?: { FunctionName?: string } })?.Parameters?.FunctionName;
  return typeof name === 'string' ? plainName(name) : undefined;
}

function readName(parameters: string | undefined): unknown {
  try {
    return (JSON.parse(parameters ?? '{}') as { FunctionName?: unknown }).FunctionName;
  } catch {
    return undefined;
  }
}

function plainName(nameOrArn: string): string {
  return /:function:([^:]+)/.exec(nameOrArn)?.[1] ?? nameOrArn.split(':')[0]!;
}

const MARGIN_MS = 50;
const MOST = 2_000;

export function FunctionLogs({ visit, functionName }: { readonly visit: Visit; readonly functionName: string }) {
  const { data, error } = useLoad(
    (signal) => linesOf(functionName, visit.enteredMs - MARGIN_MS, (visit.exitedMs ?? Date.now()) + MARGIN_MS, signal),
    [functionName, visit.id, visit.exitedMs, visit.attempts.length],
  );
  if (error) return <Failure error={error} />;
  if (!data) return <p class="muted">Loading …</p>;
  const ended = visit.events.findLast(({ type }) => type === 'TaskSucceeded');
  const requestId = ended && requestIdOf(detailsOf(ended)['output']);
  const own = requestId === undefined ? [] : linesOfRequest(data, requestId);
  // Of one attempt that succeeded, its own lines are known; of all others, what the function said meanwhile.
  const isOwn = own.length > 0 && visit.attempts.length === 1;
  return (
    <div class="stack">
      <p class="muted small">
        {isOwn ? 'Lines of this invocation of ' : 'All lines while the state ran of '}
        <a href={href(['functions', functionName])}>
          <Data text={functionName} max={80} />
        </a>
        {data.length >= MOST && `; only the first ${MOST}`}
      </p>
      <LogLines lines={isOwn ? own : data} />
    </div>
  );
}

interface FilteredEvents {
  readonly events?: readonly { readonly logStreamName: string; readonly timestamp: number; readonly message: string }[];
  readonly nextToken?: string;
}

async function linesOf(
  functionName: string,
  startTime: number,
  endTime: number,
  signal: AbortSignal,
): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  let nextToken: string | undefined;
  do {
    const page: FilteredEvents = await callAws<FilteredEvents>(
      'logs',
      'FilterLogEvents',
      {
        logGroupName: `/aws/lambda/${functionName}`,
        startTime: Math.floor(startTime),
        endTime: Math.ceil(endTime),
        ...(nextToken !== undefined && { nextToken }),
      },
      signal,
    );
    for (const { logStreamName, timestamp, message } of page.events ?? [])
      lines.push({ functionName, logStream: logStreamName, timestampMs: timestamp, message });
    nextToken = page.nextToken;
  } while (nextToken !== undefined && lines.length < MOST);
  return lines;
}
