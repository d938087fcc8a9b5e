import { readCause } from '../../model/cause.ts';
import { detailsOf, type WireEvent } from '../../model/history.ts';
import { prettyJson, timeText, visible } from '../../model/text.ts';
import { Data, Facts } from '../../ui/basics.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { ScrollBox } from '../../ui/scroll-box.tsx';

const PAYLOADS = ['input', 'output', 'parameters'];

/** An event's fields: short ones as facts, payloads as JSON, causes as text. */
export function EventDetails({ event }: { readonly event: WireEvent }) {
  const details = detailsOf(event);
  const short = Object.entries(details).filter(
    ([name, value]) =>
      !PAYLOADS.includes(name) &&
      name !== 'cause' &&
      name !== 'error' &&
      (typeof value === 'string' || typeof value === 'number'),
  );
  const error = details['error'] as string | undefined;
  const cause = details['cause'] as string | undefined;
  const variables = details['assignedVariables'] as Record<string, string> | undefined;
  return (
    <div class="stack">
      <Facts
        facts={[
          ['Time', timeText(event.timestamp * 1_000, true)],
          ['Previous event', event.previousEventId === 0 ? 'None' : String(event.previousEventId)],
          ...short.map(
            ([name, value]) => [wordsOf(name), <Data key={name} text={String(value)} max={1_000} />] as const,
          ),
        ]}
      />
      {(error !== undefined || cause !== undefined) && <ErrorDetails error={error} cause={cause} />}
      {PAYLOADS.map(
        (name) =>
          typeof details[name] === 'string' && (
            <div key={name}>
              <h3>{wordsOf(name)}</h3>
              <JsonView text={details[name] as string} name={name} label={wordsOf(name)} />
            </div>
          ),
      )}
      {variables && Object.keys(variables).length > 0 && <Variables variables={variables} />}
    </div>
  );
}

/** `timeoutInSeconds` → `Timeout in seconds`. */
function wordsOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after}`);
  return (words[0]!.toUpperCase() + words.slice(1).toLowerCase()).replace(/\barn\b/i, 'ARN');
}

export function Variables({ variables }: { readonly variables: Readonly<Record<string, string>> }) {
  return (
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Variable</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(variables).map(([name, value]) => (
          <tr key={name}>
            <td class="mono">
              <Data text={name} />
            </td>
            <td class="mono pre">
              <bdi>{prettyJson(value.slice(0, 4_000))}</bdi>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Name, message and where it was thrown; JSON only where it says more than that. */
export function ErrorDetails({ error, cause }: { readonly error?: string; readonly cause?: string }) {
  const read = cause === undefined ? undefined : readCause(cause);
  return (
    <div class="stack">
      <div>
        {error !== undefined && (
          <p class="problem strong">
            <Data text={error} />
          </p>
        )}
        {read?.message && (
          <p class="cause">
            <Data text={read.message} max={20_000} />
          </p>
        )}
      </div>
      {read?.trace && read.trace.length > 0 && (
        <ScrollBox label="Stack trace">
          <pre class="code">{visible(read.trace.join('\n'), 20_000)}</pre>
        </ScrollBox>
      )}
      {read?.json !== undefined && <JsonView text={read.json} name="cause" label="Cause" />}
    </div>
  );
}
