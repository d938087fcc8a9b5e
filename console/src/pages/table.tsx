/** What a table holds: all of it, page by page, or what has one partition key. */
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { callAws } from '../aws/request.ts';
import { useLoad } from '../live/use-load.ts';
import { cellText, plainItem, plainValue } from '../model/attribute-value.ts';
import { bytesText, countText } from '../model/text.ts';
import { Button, Card, Data, Empty, Facts, Failure, PageHead, saveFile } from '../ui/basics.tsx';
import { href, setQuery } from '../ui/router.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';
import { ItemDialog } from './table/item-dialog.tsx';
import { describeTable, indexNames, partitionKey, type TableDescription } from './table/table-description.ts';

/** As DynamoDB types it. */
type Item = Readonly<Record<string, unknown>>;

const PAGE = 200;
const MAX_COLUMNS = 8;

export function TablePage({ place }: PageProps) {
  const TableName = place.parts[1]!;
  const { data: table, error, reload } = useLoad((signal) => describeTable(TableName, signal), [TableName]);
  return (
    <>
      <PageHead title={TableName} crumbs={[{ label: 'Tables', href: href(['tables']) }]}>
        <Button onClick={reload}>Refresh</Button>
      </PageHead>
      {error && <Failure error={error} />}
      {table && (
        <>
          <Card>
            <Facts
              facts={[
                ['Partition key', <Data key="p" text={table.KeySchema[0]?.AttributeName ?? ''} />],
                table.KeySchema[1] !== undefined && [
                  'Sort key',
                  <Data key="s" text={table.KeySchema[1].AttributeName} />,
                ],
                ['Items', countText(table.ItemCount ?? 0)],
                ['Size', bytesText(table.TableSizeBytes ?? 0)],
                table.TableStatus !== 'ACTIVE' && ['Status', table.TableStatus],
                indexNames(table) !== '' && ['Indexes', <Data key="i" text={indexNames(table)} />],
              ]}
            />
          </Card>
          <Items key={TableName} table={table} wanted={place.query.get('key') ?? ''} />
        </>
      )}
    </>
  );
}

interface Page {
  readonly Items: readonly Item[];
  readonly LastEvaluatedKey?: unknown;
}

function readPage(table: TableDescription, wanted: string, from: unknown): Promise<Page> {
  const { TableName } = table;
  const start = { TableName, Limit: PAGE, ...(from !== undefined && { ExclusiveStartKey: from }) };
  if (wanted === '') return callAws<Page>('dynamodb', 'Scan', start);
  const { name, type } = partitionKey(table);
  return callAws<Page>('dynamodb', 'Query', {
    ...start,
    KeyConditionExpression: '#key = :value',
    ExpressionAttributeNames: { '#key': name },
    ExpressionAttributeValues: { ':value': { [type]: wanted } },
  });
}

function Items({ table, wanted }: { readonly table: TableDescription; readonly wanted: string }) {
  const [items, setItems] = useState<readonly Item[]>();
  const [last, setLast] = useState<unknown>();
  const [error, setError] = useState<Error>();
  const [shown, setShown] = useState<Item>();
  const [typed, setTyped] = useState(wanted);
  const load = useCallback(
    async (from?: unknown) => {
      try {
        const page = await readPage(table, wanted, from);
        setItems((before) => (from === undefined ? page.Items : [...(before ?? []), ...page.Items]));
        setLast(page.LastEvaluatedKey);
        setError(undefined);
      } catch (failure) {
        setError(failure as Error);
      }
    },
    [table, wanted],
  );
  useEffect(() => void load(), [load]);
  const keys = table.KeySchema.map(({ AttributeName }) => AttributeName);
  const columns = useMemo(() => columnsOf(keys, items ?? []), [keys.join('\n'), items]);
  const { name } = partitionKey(table);
  return (
    <Card isFlush>
      <form
        class="toolbar"
        onSubmit={(event) => {
          event.preventDefault();
          setQuery({ key: typed });
        }}
      >
        <input
          class="input"
          type="search"
          placeholder={`${name} equals …`}
          aria-label={`Items whose ${name} equals`}
          value={typed}
          onInput={({ currentTarget }) => {
            setTyped(currentTarget.value);
            if (currentTarget.value === '') setQuery({ key: undefined });
          }}
        />
        <button type="submit" class="button">
          Find
        </button>
        <span class="grow" />
        <span class="muted">{items && `${countText(items.length)}${last === undefined ? '' : '+'} shown`}</span>
        <Button
          kind="quiet"
          disabled={!items?.length}
          onClick={() => saveFile(`${table.TableName}.json`, JSON.stringify(items?.map(plainItem), null, 2))}
        >
          Export these
        </Button>
      </form>
      {error && <Failure error={error} />}
      {items?.length === 0 ? (
        <Empty title={wanted === '' ? 'The table is empty' : 'Nothing has this key'} />
      ) : (
        <VirtualTable<Item>
          label="Items"
          rows={items ?? []}
          rowKey={(item, i) => `${i} ${keys.map((key) => cellText(plainValue(item[key]))).join(' ')}`}
          rowLabel={(item) => keys.map((key) => cellText(plainValue(item[key]))).join(', ')}
          onSelect={setShown}
          onEnd={() => {
            if (last !== undefined) {
              setLast(undefined);
              void load(last);
            }
          }}
          height="max(320px, calc(100dvh - 328px))"
          columns={columns}
        />
      )}
      {shown && <ItemDialog item={shown} keys={keys} onClose={() => setShown(undefined)} />}
    </Card>
  );
}

const SAMPLE = 50;
const MIN_CHARS = 6;
const MAX_CHARS = 30;
const MAX_KEY_CHARS = 20;
/** No column gets narrower than so many characters, unless nothing longer is in it. */
const KEPT_CHARS = 11;
const CHAR_PX = 9;
const NARROW_COLUMNS = 2;

/** Keys first, then what occurs, in the order of its occurrence; each as wide as what stands in it asks for. */
function columnsOf(keys: readonly string[], items: readonly Item[]) {
  const names = new Set(keys);
  for (const item of items) for (const name in item) if (names.size < MAX_COLUMNS) names.add(name);
  return [...names].map((name, i) => {
    const texts = items.slice(0, SAMPLE).map((item) => cellText(plainValue(item[name])).length);
    const isKey = keys.includes(name);
    const chars = Math.min(isKey ? MAX_KEY_CHARS : MAX_CHARS, Math.max(MIN_CHARS, name.length, ...texts));
    return {
      id: name,
      title: name,
      width: `minmax(${Math.min(KEPT_CHARS, chars) * CHAR_PX}px, ${chars}fr)`,
      isOptional: i >= NARROW_COLUMNS,
      cell: (item: Item) => (
        <span class={isKey ? 'strong' : ''}>
          <Data text={cellText(plainValue(item[name]))} max={120} />
        </span>
      ),
    };
  });
}
