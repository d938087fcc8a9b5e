import type { ChosenIterations } from '../../model/graph-status.ts';
import type { ExecutionFold, Thread } from '../../model/history.ts';
import { countText, visible } from '../../model/text.ts';
import { lookOf } from '../../ui/status.tsx';

export interface IterationPickerProps {
  readonly fold: ExecutionFold;
  readonly chosen: ChosenIterations;
  readonly onChange: (chosen: ChosenIterations) => void;
}

/** For every Map that has begun: all iterations together, or one. */
export function IterationPicker({ fold, chosen, onChange }: IterationPickerProps) {
  const maps = new Map<string, Map<number, Thread>>();
  for (const { type, state, threads } of fold.visits) {
    if (type !== 'Map' || threads.length === 0) continue;
    const known = maps.get(state) ?? new Map<number, Thread>();
    for (const thread of threads) known.set(thread.index, thread);
    maps.set(state, known);
  }
  if (maps.size === 0) return null;
  return (
    <>
      {[...maps].map(([state, iterations]) => (
        <MapPicker
          key={state}
          state={state}
          iterations={iterations}
          value={chosen[state]}
          onChange={(index) => onChange({ ...chosen, [state]: index })}
        />
      ))}
    </>
  );
}

interface MapPickerProps {
  readonly state: string;
  readonly iterations: ReadonlyMap<number, Thread>;
  readonly value: number | undefined;
  readonly onChange: (index: number | undefined) => void;
}

const LISTED = 500;

function MapPicker({ state, iterations, value, onChange }: MapPickerProps) {
  const all = [...iterations.values()].sort((a, b) => a.index - b.index);
  const failed = all.filter(({ status }) => status === 'failed');
  // Failed ones first: they are what is looked for among many.
  const listed = [...failed, ...all.filter((thread) => thread.status !== 'failed')].slice(0, LISTED);
  return (
    <label class="picker">
      <span class="muted">
        <bdi>{visible(state, 40)}</bdi>
      </span>
      <select
        class="select"
        value={value ?? ''}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : Number(currentTarget.value))}
      >
        <option value="">{all.length === 1 ? 'The one iteration' : `All ${countText(all.length)} iterations`}</option>
        {listed.map(({ index, status }) => (
          <option key={index} value={index}>
            {`#${index} · ${lookOf(status).label}`}
          </option>
        ))}
      </select>
      <input
        class="input number"
        type="number"
        min={0}
        max={all.at(-1)?.index}
        aria-label={`Iteration of ${visible(state, 40)}`}
        placeholder="#"
        value={value ?? ''}
        onInput={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : Number(currentTarget.value))}
      />
    </label>
  );
}
