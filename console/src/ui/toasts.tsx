/** Short messages that go away by themselves. */
import { useEffect, useState } from 'preact/hooks';
import { visible } from '../model/text.ts';

interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: string;
}

let show: ((toast: Toast) => void) | undefined;
let nextId = 1;
const SHOWN_MS = 5_000;

export function notify(text: string, tone: 'succeeded' | 'failed' = 'succeeded'): void {
  show?.({ id: nextId++, text, tone });
}

export function Toasts() {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  useEffect(() => {
    show = (toast) => {
      setToasts((before) => [...before.slice(-2), toast]);
      setTimeout(() => setToasts((before) => before.filter(({ id }) => id !== toast.id)), SHOWN_MS);
    };
    return () => {
      show = undefined;
    };
  }, []);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, text, tone }) => (
        <div key={id} class={`toast tone-${tone}`}>
          {visible(text)}
        </div>
      ))}
    </div>
  );
}
