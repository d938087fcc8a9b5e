import type { PageProps } from '../app.tsx';
import { listFunctions } from '../aws/lambda.ts';
import { useLoad } from '../live/use-load.ts';
import { bytesText } from '../model/text.ts';
import { Card, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { href, setQuery } from '../ui/router.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';

export function FunctionsPage({ place }: PageProps) {
  const name = place.query.get('name') ?? '';
  const { data, error } = useLoad((signal) => listFunctions(signal), []);
  const shown = data?.filter(({ FunctionName }) => FunctionName.toLowerCase().includes(name.toLowerCase())) ?? [];
  return (
    <>
      <PageHead title="Functions" />
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
        </div>
        {data && shown.length === 0 ? (
          <Empty title={name ? 'None matches' : 'There are no functions yet'} />
        ) : (
          <VirtualTable
            label="Functions"
            rows={shown}
            rowKey={({ FunctionName }) => FunctionName}
            href={({ FunctionName }) => href(['functions', FunctionName])}
            height="calc(100dvh - 240px)"
            columns={[
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
                width: '120px',
                isOptional: true,
                cell: ({ Runtime }) => <Data text={Runtime ?? 'Image'} />,
              },
              {
                id: 'handler',
                title: 'Handler',
                width: 'minmax(0, 1fr)',
                isOptional: true,
                cell: ({ Handler }) => <Data text={Handler ?? ''} mono />,
              },
              {
                id: 'memory',
                title: 'Memory',
                width: '88px',
                align: 'end',
                isOptional: true,
                cell: ({ MemorySize }) => `${MemorySize ?? 128} MB`,
              },
              {
                id: 'timeout',
                title: 'Timeout',
                width: '72px',
                align: 'end',
                isOptional: true,
                cell: ({ Timeout }) => `${Timeout ?? 3} s`,
              },
              { id: 'size', title: 'Code', width: '80px', align: 'end', cell: ({ CodeSize }) => bytesText(CodeSize) },
            ]}
          />
        )}
      </Card>
    </>
  );
}
