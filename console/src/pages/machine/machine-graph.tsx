import { useMemo, useState } from 'preact/hooks';
import type { StateMachine } from '../../aws/types.ts';
import { LazyGraph } from '../../graph/lazy-graph.tsx';
import { machineGraph, statesOf } from '../../model/machine-graph.ts';
import { parsedJson } from '../../model/text.ts';
import { Button, Data, Empty } from '../../ui/basics.tsx';
import { JsonView } from '../../ui/json-view.tsx';

/** The machine as a picture; a state that is selected shows its definition. */
export function MachineGraph({ machine }: { readonly machine: StateMachine }) {
  const definition = useMemo(() => parsedJson(machine.definition), [machine.definition]);
  const graph = useMemo(() => machineGraph(definition), [definition]);
  const [selected, setSelected] = useState<string>();
  const state = selected === undefined ? undefined : statesOf(definition).get(selected);
  if (!graph) return <Empty title="The definition cannot be drawn" />;
  const comment = (definition as { Comment?: unknown }).Comment;
  return (
    <div class="split">
      <div class="split-graph">
        <LazyGraph
          graph={graph}
          selected={selected}
          onSelect={(name) => setSelected(name === selected ? undefined : name)}
        />
      </div>
      <div class="split-side pad">
        {selected === undefined ? (
          <div class="stack">
            {typeof comment === 'string' && (
              <p>
                <Data text={comment} max={1_000} />
              </p>
            )}
            <p class="muted">Select a state to see its definition.</p>
          </div>
        ) : (
          <>
            <div class="card-head">
              <h2>
                <Data text={selected} max={120} />
              </h2>
              <Button kind="quiet" label="Close the details" onClick={() => setSelected(undefined)}>
                ✕
              </Button>
            </div>
            <JsonView text={JSON.stringify(state)} name={selected} label="Definition of the state" />
          </>
        )}
      </div>
    </div>
  );
}
