/** Statuses: each has its colour, its shape and its word, so that none needs the colour to be told. */
import type { JSX } from 'preact';

interface Look {
  readonly tone: string;
  readonly label: string;
  readonly shape: 'check' | 'cross' | 'play' | 'clock' | 'stop' | 'retry' | 'dot' | 'caught';
}

const LOOKS: Readonly<Record<string, Look>> = {
  RUNNING: { tone: 'running', label: 'Running', shape: 'play' },
  SUCCEEDED: { tone: 'succeeded', label: 'Succeeded', shape: 'check' },
  FAILED: { tone: 'failed', label: 'Failed', shape: 'cross' },
  TIMED_OUT: { tone: 'failed', label: 'Timed out', shape: 'clock' },
  ABORTED: { tone: 'aborted', label: 'Stopped', shape: 'stop' },
  PENDING_REDRIVE: { tone: 'waiting', label: 'Pending redrive', shape: 'retry' },
  running: { tone: 'running', label: 'Running', shape: 'play' },
  retrying: { tone: 'waiting', label: 'Retrying', shape: 'retry' },
  succeeded: { tone: 'succeeded', label: 'Succeeded', shape: 'check' },
  caught: { tone: 'caught', label: 'Caught', shape: 'caught' },
  failed: { tone: 'failed', label: 'Failed', shape: 'cross' },
  timedOut: { tone: 'failed', label: 'Timed out', shape: 'clock' },
  aborted: { tone: 'aborted', label: 'Stopped', shape: 'stop' },
  idle: { tone: 'idle', label: 'Not entered', shape: 'dot' },
};

export function lookOf(status: string): Look {
  return LOOKS[status] ?? { tone: 'idle', label: status, shape: 'dot' };
}

const PATHS: Readonly<Record<Look['shape'], JSX.Element>> = {
  check: <path d="M4.5 8.4l2.4 2.4 4.6-5.2" />,
  cross: <path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6" />,
  play: <path d="M6.4 5v6l4.8-3z" class="solid" />,
  clock: <path d="M8 4.6V8l2.3 1.6" />,
  stop: <path d="M5.4 5.4h5.2v5.2H5.4z" class="solid" />,
  retry: <path d="M11 6.4A3.4 3.4 0 1 0 11.4 9M11.2 4.2v2.4H8.8" />,
  dot: <path d="M8 8h.01" />,
  caught: <path d="M8 4.4v4.2M8 11.2v.1" />,
};

/** Sixteen pixels square, also for use inside other drawings. */
export function StatusIcon({ status, x, y }: { readonly status: string; readonly x?: number; readonly y?: number }) {
  const { tone, shape } = lookOf(status);
  return (
    <svg class={`status-icon tone-${tone}`} x={x} y={y} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <Outline shape={shape} />
      {PATHS[shape]}
    </svg>
  );
}

function Outline({ shape }: { readonly shape: Look['shape'] }) {
  if (shape === 'cross') return <path class="base" d="M5 .8h6L15.200 5v6L11 15.200H5L.8 11V5z" />;
  if (shape === 'stop') return <rect class="base" x="1" y="1" width="14" height="14" rx="3" />;
  if (shape === 'caught') return <path class="base" d="M8 .6l7.400 7.400L8 15.400.6 8z" />;
  return <circle class="base" cx="8" cy="8" r="7.200" />;
}

export function StatusBadge({ status }: { readonly status: string }) {
  const { tone, label } = lookOf(status);
  return (
    <span class={`badge tone-${tone}`}>
      <StatusIcon status={status} />
      <span class="badge-text">{label}</span>
    </span>
  );
}
