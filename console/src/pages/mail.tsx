import { useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { getJson } from '../aws/request.ts';
import { useLoad } from '../live/use-load.ts';
import { bytesText, timeText } from '../model/text.ts';
import { Button, Card, Data, Empty, Facts, Failure, PageHead } from '../ui/basics.tsx';
import { go, href } from '../ui/router.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';

interface Mail {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly received: string;
  readonly bytes: number;
  readonly source: string;
  readonly delivery: { readonly status: string; readonly lastError?: string };
}

interface MailBody extends Mail {
  readonly text?: string;
  readonly html?: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly attachments: readonly {
    readonly filename: string | null;
    readonly contentType: string;
    readonly bytes: number;
    readonly content: string;
  }[];
}

/** The listing is oldest first; people want the newest. */
async function readMails(signal: AbortSignal): Promise<readonly Mail[]> {
  const mails: Mail[] = [];
  let after: string | undefined;
  do {
    const page: { mails: Mail[]; next?: string } = await getJson(
      `/_stepwell/mail?limit=1000${after ? `&after=${encodeURIComponent(after)}` : ''}`,
      { signal },
    );
    mails.push(...page.mails);
    after = page.next;
  } while (after !== undefined);
  return mails.reverse();
}

export function MailPage({ place }: PageProps) {
  const id = place.parts[1];
  const [filter, setFilter] = useState('');
  const { data, error, reload } = useLoad(readMails, []);
  const wanted = filter.toLowerCase();
  const shown =
    data?.filter(({ from, to, subject }) => `${from} ${to.join(' ')} ${subject}`.toLowerCase().includes(wanted)) ?? [];
  const current = id ?? shown[0]?.id;
  return (
    <>
      <PageHead title="Mailbox">
        <Button onClick={reload}>Refresh</Button>
      </PageHead>
      {error && <Failure error={error} />}
      <Card isFlush>
        {data?.length === 0 ? (
          <Empty title="No mail yet">Whatever workflows send through SES or SNS lands here.</Empty>
        ) : (
          <div class="mail">
            <div class="mail-list">
              <div class="toolbar">
                <input
                  class="input"
                  type="search"
                  placeholder="Filter"
                  aria-label="Filter mails"
                  value={filter}
                  onInput={({ currentTarget }) => setFilter(currentTarget.value)}
                />
              </div>
              <VirtualTable
                label="Mails"
                rows={shown}
                rowKey={(mail) => mail.id}
                rowHeight={80}
                selected={current}
                onSelect={(mail) => go(href(['mail', mail.id]))}
                height="max(400px, calc(100dvh - 280px))"
                columns={[
                  {
                    id: 'mail',
                    title: 'Newest first',
                    width: 'minmax(0, 1fr)',
                    cell: (mail) => <MailItem mail={mail} />,
                  },
                ]}
              />
            </div>
            {current === undefined ? (
              <div />
            ) : (
              <ReadMail
                key={current}
                id={current}
                onDeleted={() => {
                  go(href(['mail']));
                  reload();
                }}
              />
            )}
          </div>
        )}
      </Card>
    </>
  );
}

function MailItem({ mail }: { readonly mail: Mail }) {
  return (
    <div class="mail-item">
      <span class="strong truncate">
        <Data text={mail.subject || '(no subject)'} max={120} />
      </span>
      <span class="truncate muted">
        <Data text={mail.to.join(', ')} max={120} />
      </span>
      <span class="small faint">{timeText(Date.parse(mail.received))}</span>
    </div>
  );
}

type Tab = 'html' | 'text' | 'headers';

function ReadMail({ id, onDeleted }: { readonly id: string; readonly onDeleted: () => void }) {
  const { data: mail, error } = useLoad(
    (signal) => getJson<MailBody>(`/_stepwell/mail/${encodeURIComponent(id)}`, { signal }),
    [id],
  );
  const [wanted, setWanted] = useState<Tab>();
  if (error) return <Failure error={error} />;
  if (!mail) return <div />;
  const tabs: { id: Tab; label: string }[] = [
    ...(mail.html === undefined ? [] : [{ id: 'html' as const, label: 'HTML' }]),
    ...(mail.text === undefined ? [] : [{ id: 'text' as const, label: 'Text' }]),
    { id: 'headers', label: 'Headers' },
  ];
  const active = wanted ?? tabs[0]!.id;
  const path = `/_stepwell/mail/${encodeURIComponent(id)}`;
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
      <Facts
        facts={[
          ['From', <Data key="f" text={mail.from} />],
          ['To', <Data key="t" text={mail.to.join(', ')} max={500} />],
          mail.cc.length > 0 && ['Cc', <Data key="c" text={mail.cc.join(', ')} max={500} />],
          ['Received', timeText(Date.parse(mail.received))],
          [
            'Delivery',
            mail.delivery.status === 'KEPT' ? (
              'Kept here'
            ) : (
              <Data key="d" text={mail.delivery.lastError ?? mail.delivery.status} />
            ),
          ],
          ['Size', bytesText(mail.bytes)],
        ]}
      />
      <div>
        <Tabs<Tab> label="Parts of the mail" tabs={tabs} active={active} onChange={setWanted} />
      </div>
      {active === 'html' && (
        <iframe class="mail-frame" title="Mail" sandbox="" referrerpolicy="no-referrer" src={`${path}/html`} />
      )}
      {active === 'text' && (
        <pre class="mail-text">
          <Data text={mail.text ?? ''} max={200_000} />
        </pre>
      )}
      {active === 'headers' && (
        <div class="table-scroll">
          <table class="table">
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
      )}
      {mail.attachments.length > 0 && <Attachments mail={mail} />}
    </article>
  );
}

function Attachments({ mail }: { readonly mail: MailBody }) {
  const save = (attachment: MailBody['attachments'][number]): void => {
    const bytes = Uint8Array.from(atob(attachment.content), (char) => char.charCodeAt(0));
    const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = attachment.filename ?? 'attachment';
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <div class="actions">
      {mail.attachments.map((attachment, i) => (
        <Button key={i} onClick={() => save(attachment)}>
          <Data text={attachment.filename ?? attachment.contentType} max={60} />{' '}
          <span class="muted">{bytesText(attachment.bytes)}</span>
        </Button>
      ))}
    </div>
  );
}
