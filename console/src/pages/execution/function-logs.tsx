/** Log lines of a function while a state ran. */
import { jsonLines } from '../../aws/request.ts';
import type { LogLine } from '../../aws/types.ts';
import { useLoad } from '../../live/use-load.ts';
import { detailsOf, type Visit } from '../../model/history.ts';
import { Failure } from '../../ui/basics.tsx';
import { LogLines } from '../../ui/log-lines.tsx';

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

export function FunctionLogs({ visit, functionName }: { readonly visit: Visit; readonly functionName: string }) {
  const { data, error } = useLoad(
    () => linesOf(functionName, visit.enteredMs - MARGIN_MS, (visit.exitedMs ?? Infinity) + MARGIN_MS),
    [functionName, visit.id, visit.exitedMs],
  );
  if (error) return <Failure error={error} />;
  return (
    <>
      <p class="muted small">
        Lines of {functionName} while the state ran; other invocations at the same time are among them.
      </p>
      {data && <LogLines lines={data} />}
    </>
  );
}

async function linesOf(name: string, fromMs: number, toMs: number): Promise<readonly LogLine[]> {
  const lines: LogLine[] = [];
  for await (const line of jsonLines<LogLine>(
    `/_stepwell/functions/${encodeURIComponent(name)}/logs?since=${Math.floor(fromMs)}`,
  )) {
    if (line.timestampMs <= toMs) lines.push(line);
  }
  return lines;
}
