import { useState } from 'preact/hooks';
import { plainItem, plainValue } from '../../model/attribute-value.ts';
import { Data } from '../../ui/basics.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Tabs } from '../../ui/tabs.tsx';

const TYPES: Readonly<Record<string, string>> = {
  S: 'String',
  N: 'Number',
  B: 'Binary',
  BOOL: 'Boolean',
  NULL: 'Null',
  L: 'List',
  M: 'Map',
  SS: 'String set',
  NS: 'Number set',
  BS: 'Binary set',
};

type Typed = Readonly<Record<string, unknown>>;
type View = 'attributes' | 'json';

/** An item as it is stored: names, types, values. Keys come first. */
export function ItemDialog({
  item,
  keys,
  onClose,
}: {
  readonly item: Typed;
  readonly keys: readonly string[];
  readonly onClose: () => void;
}) {
  const [view, setView] = useState<View>('attributes');
  const names = [...keys, ...Object.keys(item).filter((name) => !keys.includes(name))];
  return (
    <Dialog title="Item" isWide onClose={onClose}>
      <Tabs<View>
        label="Views of the item"
        active={view}
        onChange={setView}
        tabs={[
          { id: 'attributes', label: 'Attributes' },
          { id: 'json', label: 'JSON' },
        ]}
      >
        {view === 'json' ? (
          <JsonView text={JSON.stringify(plainItem(item))} name="item" label="Item" />
        ) : (
          <div class="table-scroll">
            <table class="table">
              <thead>
                <tr>
                  <th>Attribute</th>
                  <th>Type</th>
                  <th>Value</th>
                </tr>
              </thead>
              <tbody>
                {names.map((name) => (
                  <Row key={name} name={name} typed={item[name]} isKey={keys.includes(name)} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Tabs>
    </Dialog>
  );
}

function Row({ name, typed, isKey }: { readonly name: string; readonly typed: unknown; readonly isKey: boolean }) {
  const [type = ''] = Object.keys((typed ?? {}) as Typed);
  const value = plainValue(typed);
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  return (
    <tr>
      <td class={isKey ? 'strong' : ''}>
        <Data text={name} max={120} />
      </td>
      <td class="muted nowrap">
        {TYPES[type] ?? type}
        {isKey && ', key'}
      </td>
      <td>
        <span class="value">
          <Data text={text ?? ''} max={10_000} mono={typeof value === 'object' && value !== null} />
        </span>
      </td>
    </tr>
  );
}
