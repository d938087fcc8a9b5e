import { useState } from 'preact/hooks';
import { getJson } from '../../aws/request.ts';
import { useLoad } from '../../live/use-load.ts';
import { bytesText, timeText } from '../../model/text.ts';
import { Button, Data, Failure } from '../../ui/basics.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { type Attachment, type MailBody, mailPath } from './mail-record.ts';

type Part = 'html' | 'text' | 'headers';

/** One mail. Its HTML stands in a frame without an origin, in which no script runs and nothing is loaded from anywhere. */
export function ReadMail({ id, onDeleted }: { readonly id: string; readonly onDeleted: () => void }) {
  const path = mailPath(id);
  const { data: mail, error } = useLoad((signal) => getJson<MailBody>(path, { signal }), [path]);
  const [wanted, setWanted] = useState<Part>();
  if (error) return <Failure error={error} />;
  if (!mail) return <div />;
  const parts: { id: Part; label: string }[] = [
    ...(mail.html === undefined ? [] : [{ id: 'html' as const, label: 'HTML' }]),
    ...(mail.text === undefined ? [] : [{ id: 'text' as const, label: 'Text' }]),
    { id: 'headers', label: 'Headers' },
  ];
  const active = wanted ?? parts[0]!.id;
  return (
    <article class="mail-read" aria-label="Mail">
      <div class="card-head">
        <h2>
          <Data text={mail.subject || '(no subject)'} max={300} />
        </h2>
        <div class="actions">
          <a class="button quiet" href={`${path}/raw`} download={`${id}.eml`}>
            Source
          </a>
          <Button
            kind="danger"
            onClick={async () => {
              await getJson(path, { method: 'DELETE' });
              onDeleted();
            }}
          >
            Delete
          </Button>
        </div>
      </div>
      <Envelope mail={mail} />
      <Tabs<Part> label="Parts of the mail" tabs={parts} active={active} onChange={setWanted}>
        {active === 'html' && (
          <iframe
            class="mail-frame"
            title="The mail as HTML"
            sandbox="allow-popups allow-popups-to-escape-sandbox"
            referrerpolicy="no-referrer"
            src={`${path}/html`}
          />
        )}
        {active === 'text' && (
          <pre class="mail-text">
            <Data text={mail.text ?? ''} max={200_000} />
          </pre>
        )}
        {active === 'headers' && <Headers mail={mail} />}
      </Tabs>
      {mail.attachments.length > 0 && (
        <div class="actions">
          {mail.attachments.map((attachment, i) => (
            <Button key={i} onClick={() => save(attachment)}>
              <Data text={attachment.filename ?? attachment.contentType} max={60} />{' '}
              <span class="muted">{bytesText(attachment.bytes)}</span>
            </Button>
          ))}
        </div>
      )}
    </article>
  );
}

function Envelope({ mail }: { readonly mail: MailBody }) {
  const rows: readonly (readonly [string, string])[] = [
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ...(mail.cc.length > 0 ? [['Cc', mail.cc.join(', ')] as const] : []),
    ['Received', `${timeText(Date.parse(mail.received))} · ${bytesText(mail.bytes)}`],
    ['Delivery', deliveryText(mail)],
  ];
  return (
    <dl class="envelope">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Data text={value} max={600} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function deliveryText({ delivery: { status, lastError, nextAttempt, delivered } }: MailBody): string {
  switch (status) {
    case 'KEPT':
      return 'Kept here: no SMTP server is configured';
    case 'DELIVERED':
      return delivered ? `Delivered ${timeText(Date.parse(delivered))}` : 'Delivered';
    case 'PENDING':
      return `Waits for delivery${nextAttempt ? `, next at ${timeText(Date.parse(nextAttempt))}` : ''}${lastError ? `: ${lastError}` : ''}`;
    default:
      return `${status === 'NOT_SENT' ? 'Not sent' : 'Failed'}${lastError ? `: ${lastError}` : ''}`;
  }
}

function Headers({ mail }: { readonly mail: MailBody }) {
  return (
    <div class="table-scroll">
      <table class="table">
        <thead>
          <tr>
            <th>Header</th>
            <th>Value</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(mail.headers).map(([name, value]) => (
            <tr key={name}>
              <td class="nowrap">
                <Data text={name} max={80} />
              </td>
              <td>
                <Data text={typeof value === 'string' ? value : value.join('\n')} max={1_000} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The browser saves it, whatever it says that it is. */
function save({ filename, content }: Attachment): void {
  const bytes = Uint8Array.from(atob(content), (char) => char.charCodeAt(0));
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = filename ?? 'attachment';
  link.click();
  URL.revokeObjectURL(url);
}
