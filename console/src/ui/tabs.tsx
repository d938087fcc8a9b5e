import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

export interface TabsProps<T extends string> {
  readonly tabs: readonly { readonly id: T; readonly label: ComponentChildren }[];
  readonly active: T;
  readonly onChange: (id: T) => void;
  readonly label: string;
  readonly children?: ComponentChildren;
}

/** Arrow keys move between tabs, as in every desktop. */
export function Tabs<T extends string>({ tabs, active, onChange, label, children }: TabsProps<T>) {
  const base = useId();
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    const at = tabs.findIndex(({ id }) => id === active);
    const next = tabs[(at + step + tabs.length) % tabs.length]!;
    onChange(next.id);
    document.getElementById(`${base}-${next.id}`)?.focus();
    event.preventDefault();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            id={`${base}-${tab.id}`}
            type="button"
            role="tab"
            class="tab"
            aria-selected={tab.id === active}
            aria-controls={`${base}-panel`}
            tabIndex={tab.id === active ? 0 : -1}
            onClick={() => onChange(tab.id)}
          >
            {tab.label}
          </button>
        ))}
      </div>
      {children !== undefined && (
        <div id={`${base}-panel`} role="tabpanel" aria-labelledby={`${base}-${active}`} class="tab-panel">
          {children}
        </div>
      )}
    </>
  );
}
