import { callAws } from '../aws/request.ts';
import { useLoad } from '../live/use-load.ts';
import { bytesText, countText } from '../model/text.ts';
import { Button, Card, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { href } from '../ui/router.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';
import { describeTable, keyText, type TableDescription } from './table/table-description.ts';

async function listTables(signal: AbortSignal): Promise<readonly TableDescription[]> {
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
  return Promise.all(names.map((name) => describeTable(name, signal)));
}

export function TablesPage() {
  const { data, error, reload } = useLoad(listTables, []);
  return (
    <>
      <PageHead title="Tables">
        <Button onClick={reload}>Refresh</Button>
      </PageHead>
      {error && <Failure error={error} />}
      <Card isFlush>
        {data?.length === 0 ? (
          <Empty title="There are no tables yet" />
        ) : (
          <VirtualTable
            label="Tables"
            rows={data ?? []}
            rowKey={({ TableName }) => TableName}
            href={({ TableName }) => href(['tables', TableName])}
            height="calc(100dvh - 184px)"
            columns={[
              {
                id: 'name',
                title: 'Name',
                width: 'minmax(0, 1fr)',
                cell: ({ TableName }) => (
                  <span class="link strong">
                    <Data text={TableName} />
                  </span>
                ),
              },
              {
                id: 'key',
                title: 'Key',
                width: 'minmax(0, 1fr)',
                isOptional: true,
                cell: (table) => <Data text={keyText(table)} />,
              },
              {
                id: 'items',
                title: 'Items',
                width: '88px',
                align: 'end',
                cell: ({ ItemCount = 0 }) => countText(ItemCount),
              },
              {
                id: 'size',
                title: 'Size',
                width: '88px',
                align: 'end',
                isOptional: true,
                cell: ({ TableSizeBytes = 0 }) => bytesText(TableSizeBytes),
              },
            ]}
          />
        )}
      </Card>
    </>
  );
}
