/** A definition in an editor, checked while it is typed, with the graph beside it; saving makes a revision. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { callAws } from '../aws/request.ts';
import type { StateMachine } from '../aws/types.ts';
import { LazyGraph } from '../graph/lazy-graph.tsx';
import { machineGraph } from '../model/machine-graph.ts';
import { prettyJson } from '../model/text.ts';
import { Button, Data, saveFile } from '../ui/basics.tsx';
import { CodeEditor } from '../ui/code-editor.tsx';
import { notify } from '../ui/toasts.tsx';

interface Diagnostic {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly location?: string;
}

const VALIDATE_AFTER_MS = 300;

export function DefinitionEditor({
  machine,
  onSaved,
}: {
  readonly machine: StateMachine;
  readonly onSaved: () => void;
}) {
  const original = useMemo(() => prettyJson(machine.definition ?? '{}'), [machine.definition]);
  const [text, setText] = useState(original);
  const diagnostics = useDiagnostics(text, machine.type);
  const graph = useDrawable(text);
  const isChanged = text !== original;
  const hasErrors = diagnostics.some(({ severity }) => severity === 'ERROR');
  const save = async (publish: boolean): Promise<void> => {
    await callAws('states', 'UpdateStateMachine', {
      stateMachineArn: machine.stateMachineArn,
      definition: text,
      ...(publish && { publish: true }),
    });
    notify(publish ? 'Saved and published' : 'Saved');
    onSaved();
  };
  return (
    <>
      <div class="toolbar">
        <span class={`badge ${hasErrors ? 'tone-failed' : 'tone-succeeded'}`} role="status">
          {hasErrors ? `${diagnostics.length} to correct` : 'Valid'}
        </span>
        <span class="grow" />
        <Button kind="quiet" onClick={() => saveFile(`${machine.name}.asl.json`, text)}>
          Export
        </Button>
        <Button disabled={!isChanged} onClick={() => setText(original)}>
          Discard
        </Button>
        <Button disabled={!isChanged || hasErrors} onClick={() => save(true)}>
          Save and publish
        </Button>
        <Button kind="primary" disabled={!isChanged || hasErrors} onClick={() => save(false)}>
          Save
        </Button>
      </div>
      <div class="split even">
        <div class="split-side editor-side">
          <CodeEditor label="Definition" value={text} onChange={setText} height="100%" />
          {diagnostics.length > 0 && (
            <ul class="diagnostics" aria-label="Problems">
              {diagnostics.map(({ severity, message, location }, i) => (
                <li key={i} class={severity === 'ERROR' ? 'tone-failed' : 'tone-waiting'}>
                  <Data text={`${message}${location ? ` — ${location}` : ''}`} max={400} />
                </li>
              ))}
            </ul>
          )}
        </div>
        <div class="split-graph">{graph && <LazyGraph graph={graph} />}</div>
      </div>
    </>
  );
}

/** The last text that could be drawn. */
function useDrawable(text: string) {
  const [graph, setGraph] = useState(() => drawn(text));
  useEffect(() => {
    const timer = setTimeout(() => {
      const next = drawn(text);
      if (next) setGraph(next);
    }, VALIDATE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return graph;
}

function drawn(text: string) {
  try {
    return machineGraph(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function useDiagnostics(text: string, type: string): readonly Diagnostic[] {
  const [diagnostics, setDiagnostics] = useState<readonly Diagnostic[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      callAws<{ diagnostics: Diagnostic[] }>(
        'states',
        'ValidateStateMachineDefinition',
        { definition: text || ' ', type },
        controller.signal,
      ).then(
        (answer) => setDiagnostics(answer.diagnostics),
        () => {},
      );
    }, VALIDATE_AFTER_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text, type]);
  return diagnostics;
}
