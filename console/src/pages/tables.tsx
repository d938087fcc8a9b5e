import { callAws } from '../aws/request.ts';
import { useLoad } from '../live/use-load.ts';
import { Card, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { href } from '../ui/router.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';

async function listTables(signal: AbortSignal): Promise<readonly string[]> {
  const names: string[] = [];
  let last: string | undefined;
  do {
    const page: { TableNames: string[]; LastEvaluatedTableName?: string } = await callAws(
      'dynamodb',
      'ListTables',
      last === undefined ? {} : { ExclusiveStartTableName: last },
      signal,
    );
    names.push(...page.TableNames);
    last = page.LastEvaluatedTableName;
  } while (last !== undefined);
  return names;
}

export function TablesPage() {
  const { data, error } = useLoad(listTables, []);
  return (
    <>
      <PageHead title="Tables" />
      {error && <Failure error={error} />}
      <Card isFlush>
        {data?.length === 0 ? (
          <Empty title="There are no tables yet" />
        ) : (
          <VirtualTable
            label="Tables"
            rows={data ?? []}
            rowKey={(name) => name}
            href={(name) => href(['tables', name])}
            height="calc(100dvh - 184px)"
            columns={[
              {
                id: 'name',
                title: 'Name',
                width: 'minmax(0, 1fr)',
                cell: (name) => (
                  <span class="link strong">
                    <Data text={name} />
                  </span>
                ),
              },
            ]}
          />
        )}
      </Card>
    </>
  );
}
