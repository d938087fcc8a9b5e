import { useEffect, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { getFunction, type InvokeAnswer, invoke } from '../aws/lambda.ts';
import { jsonLines } from '../aws/request.ts';
import type { LogLine } from '../aws/types.ts';
import { useLoad } from '../live/use-load.ts';
import { bytesText, durationText } from '../model/text.ts';
import { Button, Card, CopyButton, Data, Facts, Failure, PageHead } from '../ui/basics.tsx';
import { CodeEditor } from '../ui/code-editor.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { LogLines } from '../ui/log-lines.tsx';
import { href } from '../ui/router.tsx';
import { StatusBadge } from '../ui/status.tsx';

export function FunctionPage({ place }: PageProps) {
  const name = place.parts[1]!;
  const { data, error } = useLoad((signal) => getFunction(name, signal), [name]);
  const variables = Object.entries(data?.Environment?.Variables ?? {});
  return (
    <>
      <PageHead title={name} crumbs={[{ label: 'Functions', href: href(['functions']) }]}>
        {data && <CopyButton text={data.FunctionArn} label="Copy ARN" />}
      </PageHead>
      {error && <Failure error={error} />}
      {data && (
        <>
          <Card>
            <Facts
              facts={[
                ['Runtime', <Data key="r" text={data.Runtime ?? 'Image'} />],
                ['Handler', <Data key="h" text={data.Handler ?? '–'} mono />],
                ['Code', bytesText(data.CodeSize)],
                ['Memory', `${data.MemorySize ?? 128} MB`],
                ['Timeout', `${data.Timeout ?? 3} s`],
              ]}
            />
          </Card>
          <div class="grid-2">
            <TestCard name={name} />
            <Card title="Log, live">
              <LiveLog name={name} />
            </Card>
          </div>
          {variables.length > 0 && (
            <Card title="Environment" isFlush>
              <table class="table">
                <tbody>
                  {variables.map(([key, value]) => (
                    <tr key={key}>
                      <td class="mono">
                        <Data text={key} />
                      </td>
                      <td class="mono">
                        <Data text={value} max={1_000} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Card>
          )}
        </>
      )}
    </>
  );
}

function TestCard({ name }: { readonly name: string }) {
  const key = `stepwell.event.${name}`;
  const [event, setEvent] = useState(() => localStorage.getItem(key) ?? '{}');
  const [answer, setAnswer] = useState<InvokeAnswer>();
  const run = async (): Promise<void> => {
    localStorage.setItem(key, event);
    setAnswer(undefined);
    setAnswer(await invoke(name, event));
  };
  return (
    <Card
      title="Test"
      actions={
        <Button kind="primary" onClick={run}>
          Invoke
        </Button>
      }
    >
      <div class="stack">
        <CodeEditor label="Event as JSON" value={event} onChange={setEvent} height="160px" />
        {answer && (
          <div>
            <div class="actions">
              <StatusBadge status={answer.functionError === undefined ? 'SUCCEEDED' : 'FAILED'} />
              <span class="muted">{durationText(answer.durationMs)}</span>
            </div>
            <JsonView text={answer.payload} name={`${name}.result`} label="Result" />
          </div>
        )}
      </div>
    </Card>
  );
}

const KEPT = 2_000;

function LiveLog({ name }: { readonly name: string }) {
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [error, setError] = useState<Error>();
  useEffect(() => {
    const controller = new AbortController();
    let gathered: LogLine[] = [];
    let frame = 0;
    const show = (): void => {
      frame = 0;
      setLines(gathered);
    };
    const read = async (): Promise<void> => {
      for await (const line of jsonLines<LogLine>(`/_stepwell/functions/${encodeURIComponent(name)}/logs?follow=true`, {
        signal: controller.signal,
      })) {
        gathered = [...gathered.slice(-KEPT), line];
        frame ||= requestAnimationFrame(show);
      }
    };
    read().catch((failure: unknown) => controller.signal.aborted || setError(failure as Error));
    return () => {
      controller.abort();
      cancelAnimationFrame(frame);
    };
  }, [name]);
  return error ? <Failure error={error} /> : <LogLines lines={lines} />;
}
