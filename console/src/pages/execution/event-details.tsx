import { detailsOf, type WireEvent } from '../../model/history.ts';
import { timeText } from '../../model/text.ts';
import { Data, Facts } from '../../ui/basics.tsx';
import { JsonView } from '../../ui/json-view.tsx';

const PAYLOADS = ['input', 'output', 'parameters'];

/** An event's fields: short ones as facts, payloads as JSON, causes as text. */
export function EventDetails({ event }: { readonly event: WireEvent }) {
  const details = detailsOf(event);
  const short = Object.entries(details).filter(
    ([name, value]) =>
      !PAYLOADS.includes(name) && name !== 'cause' && (typeof value === 'string' || typeof value === 'number'),
  );
  const variables = details['assignedVariables'] as Record<string, string> | undefined;
  return (
    <div class="stack">
      <Facts
        facts={[
          ['Time', timeText(event.timestamp * 1_000, true)],
          ['Previous event', String(event.previousEventId)],
          ...short.map(([name, value]) => [name, <Data key={name} text={String(value)} max={1_000} />] as const),
        ]}
      />
      {typeof details['cause'] === 'string' && (
        <div>
          <h3>Cause</h3>
          <Cause text={details['cause']} />
        </div>
      )}
      {PAYLOADS.map(
        (name) =>
          typeof details[name] === 'string' && (
            <div key={name}>
              <h3>{name[0]!.toUpperCase() + name.slice(1)}</h3>
              <JsonView text={details[name] as string} name={name} label={name} />
            </div>
          ),
      )}
      {variables && Object.keys(variables).length > 0 && <Variables variables={variables} />}
    </div>
  );
}

export function Variables({ variables }: { readonly variables: Readonly<Record<string, string>> }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th>Variable</th>
          <th>Value</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(variables).map(([name, value]) => (
          <tr key={name}>
            <td class="mono">
              <Data text={name} />
            </td>
            <td class="mono">
              <Data text={value} max={1_000} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Causes are often JSON in text: then they are shown as such. */
export function Cause({ text }: { readonly text: string }) {
  if (/^\s*[{[]/.test(text)) return <JsonView text={text} name="cause" label="Cause" />;
  return (
    <pre class="code">
      <Data text={text} max={20_000} />
    </pre>
  );
}
