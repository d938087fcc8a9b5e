import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { callAws } from '../aws/request.ts';
import { useLoad } from '../live/use-load.ts';
import { cellText, plainItem } from '../model/attribute-value.ts';
import { bytesText, countText } from '../model/text.ts';
import { Button, Card, Data, Empty, Facts, Failure, PageHead, saveFile } from '../ui/basics.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { JsonView } from '../ui/json-view.tsx';
import { href } from '../ui/router.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';

interface Description {
  readonly TableName: string;
  readonly TableStatus: string;
  readonly ItemCount: number;
  readonly TableSizeBytes: number;
  readonly KeySchema: readonly { readonly AttributeName: string; readonly KeyType: string }[];
}

type Item = Readonly<Record<string, unknown>>;

const PAGE = 200;
const MAX_COLUMNS = 8;

export function TablePage({ place }: PageProps) {
  const TableName = place.parts[1]!;
  const about = useLoad(
    async (signal) => (await callAws<{ Table: Description }>('dynamodb', 'DescribeTable', { TableName }, signal)).Table,
    [TableName],
  );
  const [items, setItems] = useState<readonly Item[]>();
  const [last, setLast] = useState<unknown>();
  const [error, setError] = useState<Error>();
  const [shown, setShown] = useState<Item>();
  const load = useCallback(
    async (from?: unknown) => {
      try {
        const page = await callAws<{ Items: Item[]; LastEvaluatedKey?: unknown }>('dynamodb', 'Scan', {
          TableName,
          Limit: PAGE,
          ...(from !== undefined && { ExclusiveStartKey: from }),
        });
        const plain = page.Items.map(plainItem);
        setItems((before) => (from === undefined ? plain : [...(before ?? []), ...plain]));
        setLast(page.LastEvaluatedKey);
      } catch (failure) {
        setError(failure as Error);
      }
    },
    [TableName],
  );
  useEffect(() => void load(), [load]);
  const keys = about.data?.KeySchema.map(({ AttributeName }) => AttributeName) ?? [];
  const names = useMemo(() => namesOf(keys, items ?? []), [keys.join('\n'), items]);
  const failure = error ?? about.error;
  return (
    <>
      <PageHead title={TableName} crumbs={[{ label: 'Tables', href: href(['tables']) }]}>
        <Button disabled={!items?.length} onClick={() => saveFile(`${TableName}.json`, JSON.stringify(items, null, 2))}>
          Export what is shown
        </Button>
        <Button onClick={() => load()}>Refresh</Button>
      </PageHead>
      {failure && <Failure error={failure} />}
      {about.data && (
        <Card>
          <Facts
            facts={[
              ['Status', about.data.TableStatus],
              ['Key', keys.join(', ')],
              ['Items', countText(about.data.ItemCount)],
              ['Size', bytesText(about.data.TableSizeBytes)],
            ]}
          />
        </Card>
      )}
      <Card isFlush>
        {items?.length === 0 ? (
          <Empty title="The table is empty" />
        ) : (
          <VirtualTable<Item>
            label="Items"
            rows={items ?? []}
            rowKey={(item, i) => `${i} ${keys.map((key) => cellText(item[key])).join(' ')}`}
            onSelect={setShown}
            onEnd={() => {
              if (last !== undefined) {
                setLast(undefined);
                void load(last);
              }
            }}
            height="max(320px, calc(100dvh - 320px))"
            columns={names.map((name, i) => ({
              id: name,
              title: name,
              width: 'minmax(0, 1fr)',
              isOptional: i > 2,
              cell: (item: Item) => <Data text={cellText(item[name])} max={120} />,
            }))}
          />
        )}
      </Card>
      {shown && (
        <Dialog title="Item" isWide onClose={() => setShown(undefined)}>
          <JsonView text={JSON.stringify(shown)} name="item" label="Item" />
        </Dialog>
      )}
    </>
  );
}

/** Keys first, then what occurs, in the order of its occurrence. */
function namesOf(keys: readonly string[], items: readonly Item[]): readonly string[] {
  const names = new Set(keys);
  for (const item of items) for (const name in item) if (names.size < MAX_COLUMNS) names.add(name);
  return [...names];
}
