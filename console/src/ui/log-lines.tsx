import { useEffect, useRef } from 'preact/hooks';
import type { LogLine } from '../aws/types.ts';
import { clockText, visible } from '../model/text.ts';

const SHOWN = 1_000;

/** The newest lines; the view stays at the end while it is there. */
export function LogLines({ lines }: { readonly lines: readonly LogLine[] }) {
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  useEffect(() => {
    if (box.current && isAtEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines.length]);
  const onScroll = (): void => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    isAtEnd.current = scrollTop + clientHeight > scrollHeight - 24;
  };
  if (lines.length === 0) return <p class="muted">No log lines.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="logs" ref={box} onScroll={onScroll} tabIndex={0} role="log" aria-label="Log lines">
      {lines.length > SHOWN && <p class="muted">Only the newest {SHOWN} lines are shown.</p>}
      {lines.slice(-SHOWN).map(({ timestampMs, message }, i) => (
        <div key={i} class={`log-line${/\bERROR\b|Error:|Traceback/.test(message.slice(0, 300)) ? ' problem' : ''}`}>
          <time>{clockText(timestampMs)}</time>
          <bdi>{visible(message.trimEnd(), 4_000)}</bdi>
        </div>
      ))}
    </div>
  );
}
