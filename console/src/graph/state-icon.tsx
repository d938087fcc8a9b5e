/** What kind a state is, as a small drawing of sixteen pixels. */
import type { JSX } from 'preact';

const KINDS: Readonly<Record<string, JSX.Element>> = {
  Task: <path d="M8 1.500 13.600 4.750v6.500L8 14.500l-5.600-3.250v-6.500zM2.600 4.900 8 8l5.400-3.100M8 8v6.300" />,
  Choice: <path d="M8 1.800 14.200 8 8 14.200 1.800 8zM8 5.600v2.600M8 10.300v.100" />,
  Wait: <path d="M8 1.800a6.200 6.200 0 1 0 .010 0zM8 4.800V8l2.200 1.600" />,
  Map: <path d="M4.600 4.600h9v9h-9zM2.400 11.400V2.400h9" />,
  Parallel: <path d="M3 2.500h4v11H3zM9 2.500h4v11H9z" />,
  Pass: <path d="M2.500 8h10.500M9.200 4.200 13 8l-3.800 3.800" />,
  Succeed: <path d="M8 1.800a6.200 6.200 0 1 0 .010 0zM5.200 8.200l2 2 3.600-4" />,
  Fail: <path d="M8 1.800a6.200 6.200 0 1 0 .010 0zM5.800 5.800l4.400 4.400M10.200 5.800l-4.400 4.400" />,
};

export function StateIcon({ type, x, y }: { readonly type: string; readonly x?: number; readonly y?: number }) {
  return (
    <svg class="state-icon" x={x} y={y} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      {KINDS[type] ?? <path d="M3 3h10v10H3z" />}
    </svg>
  );
}
