import type { ComponentChildren } from 'preact';
import { lookOf } from '../ui/status.tsx';

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;

export interface ExecutionFiltersProps {
  readonly status: string;
  readonly name: string;
  readonly onChange: (changes: { readonly status?: string; readonly name?: string }) => void;
  readonly children?: ComponentChildren;
}

export function ExecutionFilters({ status, name, onChange, children }: ExecutionFiltersProps) {
  return (
    <div class="toolbar">
      <input
        class="input"
        type="search"
        placeholder="Filter by name"
        aria-label="Filter by name"
        value={name}
        onInput={(event) => onChange({ name: event.currentTarget.value })}
      />
      <select
        class="select"
        aria-label="Status"
        value={status}
        onChange={(event) => onChange({ status: event.currentTarget.value })}
      >
        <option value="">All statuses</option>
        {STATUSES.map((one) => (
          <option key={one} value={one}>
            {lookOf(one).label}
          </option>
        ))}
      </select>
      <span class="grow" />
      {children}
    </div>
  );
}
