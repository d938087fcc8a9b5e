import type { ComponentChildren } from 'preact';
import { lookOf } from '../ui/status.tsx';

const STATUSES = ['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const;

/** How long ago, in seconds. */
const TIMES = [
  ['900', 'Last 15 minutes'],
  ['3600', 'Last hour'],
  ['86400', 'Last 24 hours'],
  ['604800', 'Last 7 days'],
] as const;

export type FilterChanges = {
  readonly status?: string;
  readonly name?: string;
  /** Seconds back from now, or `custom`. */
  readonly time?: string;
  readonly from?: string;
  readonly to?: string;
};

export interface ExecutionFiltersProps {
  readonly status: string;
  readonly name: string;
  /** Without it, times cannot be chosen. */
  readonly time?: string;
  readonly from?: string;
  readonly to?: string;
  readonly onChange: (changes: FilterChanges) => void;
  readonly children?: ComponentChildren;
}

export function ExecutionFilters({ status, name, time, from, to, onChange, children }: ExecutionFiltersProps) {
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
      {time !== undefined && (
        <select
          class="select"
          aria-label="Started"
          value={time}
          onChange={(event) => onChange({ time: event.currentTarget.value, from: '', to: '' })}
        >
          <option value="">Any time</option>
          {TIMES.map(([seconds, text]) => (
            <option key={seconds} value={seconds}>
              {text}
            </option>
          ))}
          <option value="custom">From … to …</option>
        </select>
      )}
      {time === 'custom' && (
        <>
          <input
            class="input"
            type="datetime-local"
            aria-label="Started from"
            value={from}
            onChange={(event) => onChange({ from: event.currentTarget.value })}
          />
          <input
            class="input"
            type="datetime-local"
            aria-label="Started before"
            value={to}
            onChange={(event) => onChange({ to: event.currentTarget.value })}
          />
        </>
      )}
      <span class="grow" />
      {children}
    </div>
  );
}
