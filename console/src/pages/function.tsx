/** One function: what it is, how it did, what it prints, and what it answers. */
import type { PageProps } from '../app.tsx';
import { figuresOf } from '../aws/function-metrics.ts';
import { getFunction } from '../aws/lambda.ts';
import { useLoad } from '../live/use-load.ts';
import { bytesText, timeText } from '../model/text.ts';
import { Card, CopyButton, Data, Facts, Failure, PageHead } from '../ui/basics.tsx';
import { href } from '../ui/router.tsx';
import { FunctionFiguresCard } from './function/function-figures.tsx';
import { LiveLog } from './function/live-log.tsx';
import { TestCard } from './function/test-card.tsx';

export function FunctionPage({ place }: PageProps) {
  const name = place.parts[1]!;
  const { data, error } = useLoad((signal) => getFunction(name, signal), [name]);
  const figures = useLoad((signal) => figuresOf(name, signal), [name]);
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
                data.LastModified !== undefined && ['Changed', timeText(Date.parse(data.LastModified))],
              ]}
            />
            {data.Description && (
              <p class="muted below">
                <Data text={data.Description} />
              </p>
            )}
          </Card>
          {figures.data && <FunctionFiguresCard figures={figures.data} />}
          <div class="grid-2">
            <TestCard name={name} />
            <LiveLog name={name} onEnded={figures.reload} />
          </div>
          {variables.length > 0 && (
            <Card title="Environment" isFlush>
              <table class="table">
                <thead>
                  <tr>
                    <th>Variable</th>
                    <th>Value</th>
                  </tr>
                </thead>
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
