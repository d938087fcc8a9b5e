import type { PageProps } from '../app.tsx';
import { type FunctionFigures, figuresByFunction } from '../aws/function-metrics.ts';
import { listFunctions } from '../aws/lambda.ts';
import type { LambdaFunction } from '../aws/types.ts';
import { useLoad } from '../live/use-load.ts';
import { bytesText, countText, durationText } from '../model/text.ts';
import { Button, Card, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { href, setQuery } from '../ui/router.tsx';
import { type Column, VirtualTable } from '../ui/virtual-table.tsx';

export function FunctionsPage({ place }: PageProps) {
  const name = place.query.get('name') ?? '';
  const { data, error, reload } = useLoad(
    async (signal) => Promise.all([listFunctions(signal), figuresByFunction(signal)]),
    [],
  );
  const [functions = [], figures] = data ?? [];
  const shown = functions.filter(({ FunctionName }) => FunctionName.toLowerCase().includes(name.toLowerCase()));
  return (
    <>
      <PageHead title="Functions">
        <Button onClick={reload}>Refresh</Button>
      </PageHead>
      {error && <Failure error={error} />}
      <Card isFlush>
        <div class="toolbar">
          <input
            class="input"
            type="search"
            placeholder="Filter by name"
            aria-label="Filter by name"
            value={name}
            onInput={({ currentTarget }) => setQuery({ name: currentTarget.value })}
          />
          <span class="grow" />
          <span class="muted">{data && `${countText(shown.length)} functions`}</span>
        </div>
        {data && shown.length === 0 ? (
          <Empty title={name ? 'None matches' : 'There are no functions yet'}>
            {!name && (
              <>
                Deploy a project: <code>stepwell deploy examples/random-mean</code>
              </>
            )}
          </Empty>
        ) : (
          <VirtualTable
            label="Functions"
            rows={shown}
            rowKey={({ FunctionName }) => FunctionName}
            href={({ FunctionName }) => href(['functions', FunctionName])}
            height="calc(100dvh - 240px)"
            columns={columns(figures)}
          />
        )}
      </Card>
    </>
  );
}

function columns(figures: ReadonlyMap<string, FunctionFigures> | undefined): readonly Column<LambdaFunction>[] {
  const of = ({ FunctionName }: LambdaFunction): FunctionFigures | undefined => figures?.get(FunctionName);
  const duration = (which: 'p50' | 'p99', title: string): Column<LambdaFunction> => ({
    id: which,
    title,
    width: '80px',
    align: 'end',
    isOptional: true,
    cell: (one) => {
      const value = of(one)?.durationMs?.[which];
      return value === undefined ? <span class="faint">–</span> : durationText(value);
    },
  });
  return [
    {
      id: 'name',
      title: 'Name',
      width: 'minmax(0, 2fr)',
      cell: ({ FunctionName }) => (
        <span class="link strong">
          <Data text={FunctionName} max={90} />
        </span>
      ),
    },
    {
      id: 'runtime',
      title: 'Runtime',
      width: '104px',
      isOptional: true,
      cell: ({ Runtime }) => <Data text={Runtime ?? 'Image'} />,
    },
    {
      id: 'size',
      title: 'Code',
      width: '80px',
      align: 'end',
      isOptional: true,
      cell: ({ CodeSize }) => bytesText(CodeSize),
    },
    {
      id: 'invocations',
      title: 'Invocations',
      width: '88px',
      align: 'end',
      isOptional: true,
      cell: (one) => countText(of(one)?.invocations ?? 0),
    },
    {
      id: 'errors',
      title: 'Errors',
      width: '64px',
      align: 'end',
      cell: (one) => {
        const errors = of(one)?.errors ?? 0;
        return <span class={errors > 0 ? 'problem strong' : 'faint'}>{countText(errors)}</span>;
      },
    },
    duration('p50', 'Median'),
    duration('p99', '99 %'),
  ];
}
