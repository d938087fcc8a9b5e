/** A definition in an editor, checked while it is typed, with the graph beside it; saving makes a revision. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { callAws } from '../aws/request.ts';
import type { StateMachine } from '../aws/types.ts';
import { LazyGraph } from '../graph/lazy-graph.tsx';
import { rangeOf, rangeOfState, type TextRange } from '../model/json-position.ts';
import { machineGraph } from '../model/machine-graph.ts';
import { countText, parsedJson, prettyJson } from '../model/text.ts';
import { Button, Data, Empty, saveFile } from '../ui/basics.tsx';
import { CodeEditor } from '../ui/code-editor.tsx';
import { notify } from '../ui/toasts.tsx';

interface Diagnostic {
  readonly severity: string;
  readonly code: string;
  readonly message: string;
  readonly location?: string;
}

const VALIDATE_AFTER_MS = 300;
/** What was typed and not saved, by the ARN of the machine, if the definition is still the one that it was made from. */
const drafts = new Map<string, (original: string) => string | undefined>();

export interface DefinitionEditorProps {
  readonly machine: StateMachine;
  readonly onSaved: () => void;
}

export function DefinitionEditor({ machine, onSaved }: DefinitionEditorProps) {
  const original = useMemo(() => prettyJson(machine.definition ?? '{}'), [machine.definition]);
  const { stateMachineArn } = machine;
  const [text, setText] = useState(() => drafts.get(stateMachineArn)?.(original) ?? original);
  const [reveal, setReveal] = useState<TextRange>();
  const [selected, setSelected] = useState<string>();
  const shown = useRef(original);
  useEffect(() => {
    if (shown.current === original) return;
    shown.current = original;
    setText(original);
  }, [original]);
  useEffect(() => {
    // A look at another tab loses nothing; a definition that somebody else has saved meanwhile is not written over.
    if (text === original) drafts.delete(stateMachineArn);
    else drafts.set(stateMachineArn, (now) => (now === original ? text : undefined));
  }, [stateMachineArn, text, original]);
  const diagnostics = useDiagnostics(text, machine.type);
  const graph = useDrawable(text);
  const isChanged = text !== original;
  useLeaveWarning(isChanged);
  const canSave = isChanged && diagnostics !== undefined && !diagnostics.some(isError);
  const save = async (publish: boolean): Promise<void> => {
    await callAws('states', 'UpdateStateMachine', {
      stateMachineArn: machine.stateMachineArn,
      definition: text,
      ...(publish && { publish: true }),
    });
    notify(publish ? 'Saved as a new revision and published as a version' : 'Saved as a new revision');
    onSaved();
  };
  const show = (range: TextRange | undefined): void => {
    if (range) setReveal({ ...range });
  };
  return (
    <>
      <div class="toolbar">
        <Verdict diagnostics={diagnostics} isChanged={isChanged} />
        <span class="grow" />
        <Button kind="quiet" onClick={() => saveFile(`${machine.name}.asl.json`, text)}>
          Export
        </Button>
        <Button kind="quiet" disabled={!isChanged} onClick={() => setText(original)}>
          Discard
        </Button>
        <Button disabled={!canSave} onClick={() => save(true)}>
          Save and publish
        </Button>
        <Button kind="primary" disabled={!canSave} onClick={() => save(false)}>
          Save
        </Button>
      </div>
      <div class="split even">
        <div class="split-side editor-side">
          <CodeEditor label="Definition" value={text} onChange={setText} height="100%" reveal={reveal} />
          {diagnostics && diagnostics.length > 0 && (
            <ul class="diagnostics" aria-label="Problems">
              {diagnostics.map((diagnostic, i) => (
                <Problem key={i} diagnostic={diagnostic} onShow={(location) => show(rangeOf(text, location))} />
              ))}
            </ul>
          )}
        </div>
        <div class="split-graph">
          {graph ? (
            <LazyGraph
              graph={graph}
              selected={selected}
              onSelect={(state) => {
                setSelected(state);
                show(rangeOfState(text, state));
              }}
            />
          ) : (
            <Empty title="Nothing to draw yet" />
          )}
        </div>
      </div>
    </>
  );
}

function isError({ severity }: Diagnostic): boolean {
  return severity === 'ERROR';
}

function Verdict({
  diagnostics,
  isChanged,
}: {
  readonly diagnostics?: readonly Diagnostic[];
  readonly isChanged: boolean;
}) {
  const errors = diagnostics?.filter(isError).length ?? 0;
  const warnings = (diagnostics?.length ?? 0) - errors;
  const verdict =
    diagnostics === undefined ? 'Checking …' : errors > 0 ? `${countText(errors)} to correct` : 'Valid definition';
  return (
    <span role="status">
      <span class={`badge ${errors > 0 ? 'tone-failed' : diagnostics ? 'tone-succeeded' : 'tone-idle'}`}>
        {verdict}
      </span>
      <span class="muted">
        {warnings > 0 && ` · ${countText(warnings)} ${warnings === 1 ? 'warning' : 'warnings'}`}
        {isChanged && ' · not saved'}
      </span>
    </span>
  );
}

function Problem({
  diagnostic: { severity, message, location },
  onShow,
}: {
  readonly diagnostic: Diagnostic;
  readonly onShow: (location: string) => void;
}) {
  const isPointer = location?.startsWith('/') ?? false;
  return (
    <li class={severity === 'ERROR' ? 'tone-failed' : 'tone-waiting'}>
      <button type="button" class="link-button" onClick={() => location && onShow(location)}>
        {isPointer && <Data text={location!} max={160} mono />} <Data text={message.split('\n')[0]!} max={320} />
      </button>
    </li>
  );
}

/** The last text that could be drawn. */
function useDrawable(text: string) {
  const [graph, setGraph] = useState(() => machineGraph(parsedJson(text)));
  useEffect(() => {
    const timer = setTimeout(() => {
      const next = machineGraph(parsedJson(text));
      if (next) setGraph(next);
    }, VALIDATE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return graph;
}

/** `undefined` while the text is being checked. */
function useDiagnostics(text: string, type: string): readonly Diagnostic[] | undefined {
  const [checked, setChecked] = useState<{ readonly text: string; readonly diagnostics: readonly Diagnostic[] }>();
  useEffect(() => {
    const controller = new AbortController();
    const timer = setTimeout(() => {
      callAws<{ diagnostics: Diagnostic[] }>(
        'states',
        'ValidateStateMachineDefinition',
        { definition: text || ' ', type, severity: 'WARNING' },
        controller.signal,
      ).then(
        ({ diagnostics }) => setChecked({ text, diagnostics }),
        (error: Error) =>
          controller.signal.aborted ||
          setChecked({ text, diagnostics: [{ severity: 'ERROR', code: '', message: error.message }] }),
      );
    }, VALIDATE_AFTER_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [text, type]);
  return checked?.text === text ? checked.diagnostics : undefined;
}

/** What was typed is not lost by closing the page. */
function useLeaveWarning(isChanged: boolean): void {
  useEffect(() => {
    if (!isChanged) return;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [isChanged]);
}
