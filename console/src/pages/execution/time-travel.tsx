import type { ComponentChildren } from 'preact';
import type { WireEvent } from '../../model/history.ts';
import { clockText, countText } from '../../model/text.ts';
import { Button } from '../../ui/basics.tsx';

export interface TimeTravelProps {
  readonly events: readonly WireEvent[];
  /** How many events count; absent: all, live. */
  readonly until?: number;
  readonly onChange: (until: number | undefined) => void;
  readonly onFork?: (eventId: number) => void;
  /** More to choose in the same row. */
  readonly children?: ComponentChildren;
}

/** Shows the execution as it stood after any of its events. */
export function TimeTravel({ events, until, onChange, onFork, children }: TimeTravelProps) {
  const at = Math.min(until ?? events.length, events.length);
  const event = events[at - 1];
  const move = (to: number): void => onChange(to >= events.length ? undefined : Math.max(1, to));
  return (
    <div class={until === undefined ? 'travel' : 'travel past'}>
      <div class="travel-slider">
        <Button kind="quiet" label="One event back" disabled={at <= 1} onClick={() => move(at - 1)}>
          ‹
        </Button>
        <input
          type="range"
          min={1}
          max={Math.max(1, events.length)}
          value={at}
          aria-label="Event up to which the execution is shown"
          aria-valuetext={event && `event ${at}, ${event.type}`}
          onInput={({ currentTarget }) => move(Number(currentTarget.value))}
        />
        <Button kind="quiet" label="One event on" disabled={until === undefined} onClick={() => move(at + 1)}>
          ›
        </Button>
      </div>
      <span class="travel-text">
        {event && (
          <>
            <span class="nowrap">
              {countText(at)} <span class="muted">of {countText(events.length)}</span>
            </span>
            <span class="muted truncate">{event.type}</span>
            <span class="muted nowrap">{clockText(event.timestamp * 1_000)}</span>
          </>
        )}
      </span>
      {until !== undefined && (
        <div class="actions">
          {onFork && event && <Button onClick={() => onFork(event.id)}>Fork from here</Button>}
          <Button onClick={() => onChange(undefined)}>Back to latest</Button>
        </div>
      )}
      {children}
    </div>
  );
}
