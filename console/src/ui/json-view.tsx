import { useMemo, useState } from 'preact/hooks';
import { bytesText, prettyJson } from '../model/text.ts';
import { Button, CopyButton, saveFile } from './basics.tsx';
import { ScrollBox } from './scroll-box.tsx';

const SHOWN_CHARS = 20_000;
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(true|false|null)\b|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)/g;

/** JSON text, indented and coloured; what is long is shown in part, until more is asked for. */
export function JsonView({
  text,
  name = 'data',
  label,
}: {
  readonly text: string | undefined;
  readonly name?: string;
  readonly label: string;
}) {
  const [isWhole, setIsWhole] = useState(false);
  const pretty = useMemo(() => (text === undefined ? '' : prettyJson(text)), [text]);
  if (text === undefined) return <p class="muted pad">Nothing here.</p>;
  const isCut = pretty.length > SHOWN_CHARS && !isWhole;
  return (
    <div class="json">
      <div class="json-actions">
        <span class="muted">{bytesText(text.length)}</span>
        <CopyButton text={text} label="Copy" />
        <Button kind="quiet" onClick={() => saveFile(`${name}.json`, text)}>
          Save
        </Button>
      </div>
      <ScrollBox label={label}>
        <pre class="code">
          {isCut ? coloured(pretty.slice(0, SHOWN_CHARS)) : pretty.length > SHOWN_CHARS * 5 ? pretty : coloured(pretty)}
        </pre>
      </ScrollBox>
      {isCut && <Button onClick={() => setIsWhole(true)}>Show all {bytesText(pretty.length)}</Button>}
    </div>
  );
}

function coloured(json: string) {
  const parts: (string | preact.JSX.Element)[] = [];
  let at = 0;
  for (const match of json.matchAll(TOKEN)) {
    if (match.index > at) parts.push(json.slice(at, match.index));
    const [whole, string, colon, word] = match;
    const kind =
      string === undefined ? (word === undefined ? 'number' : 'word') : colon === undefined ? 'string' : 'key';
    parts.push(<span class={`j-${kind}`}>{string ?? whole}</span>);
    if (colon !== undefined) parts.push(colon);
    at = match.index + whole.length;
  }
  parts.push(json.slice(at));
  return parts;
}
