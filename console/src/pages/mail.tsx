/** Every mail that workflows sent, newest first, beside the one that is read. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { PageProps } from '../app.tsx';
import { openStream } from '../live/event-stream.ts';
import { useLoad } from '../live/use-load.ts';
import { timeText } from '../model/text.ts';
import { Card, Data, Empty, Failure, PageHead } from '../ui/basics.tsx';
import { go, href } from '../ui/router.tsx';
import { VirtualTable } from '../ui/virtual-table.tsx';
import { type Mail, readMails } from './mail/mail-record.ts';
import { ReadMail } from './mail/read-mail.tsx';

const SETTLE_MS = 250;

export function MailPage({ place }: PageProps) {
  // In the query: another mail is not another page.
  const id = place.query.get('id') ?? undefined;
  const [filter, setFilter] = useState('');
  const { data, error, reload } = useLoad(readMails, []);
  useMailChanges(reload);
  const wanted = filter.toLowerCase();
  const shown =
    data?.filter(({ from, to, subject }) => `${from} ${to.join(' ')} ${subject}`.toLowerCase().includes(wanted)) ?? [];
  // The mail that is read first stays there when others come.
  const first = useRef<string | undefined>(undefined);
  first.current ??= shown[0]?.id;
  const current = id ?? first.current;
  const afterDelete = (): void => {
    first.current = shown.find((mail) => mail.id !== current)?.id;
    go(href(['mail']));
    reload();
  };
  return (
    <>
      <PageHead title="Mailbox" />
      {error && <Failure error={error} />}
      <Card isFlush>
        {data?.length === 0 ? (
          <Empty title="No mail yet">Whatever workflows send through SES or SNS lands here.</Empty>
        ) : (
          <div class={id === undefined ? 'mail' : 'mail reading'}>
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
              <MailList mails={shown} current={current} />
            </div>
            <div>
              <a class="button quiet mail-back" href={href(['mail'])}>
                ‹ All mails
              </a>
              {current !== undefined && <ReadMail key={current} id={current} onDeleted={afterDelete} />}
            </div>
          </div>
        )}
      </Card>
    </>
  );
}

function useMailChanges(onChange: () => void): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const close = openStream('/_stepwell/mail-changes', () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        onChange();
      }, SETTLE_MS);
    });
    return () => {
      close();
      clearTimeout(timer);
    };
  }, [onChange]);
}

function MailList({ mails, current }: { readonly mails: readonly Mail[]; readonly current?: string }) {
  return (
    <VirtualTable
      label="Mails"
      rows={mails}
      rowKey={(mail) => mail.id}
      rowLabel={(mail) => mail.subject || '(no subject)'}
      rowHeight={80}
      selected={current}
      onSelect={(mail) => go(href(['mail'], { id: mail.id }))}
      height="max(400px, calc(100dvh - 232px))"
      columns={[
        {
          id: 'mail',
          title: 'Newest first',
          width: 'minmax(0, 1fr)',
          cell: (mail) => (
            <div class="mail-item">
              <span class="strong truncate">
                <Data text={mail.subject || '(no subject)'} max={120} />
              </span>
              <span class="truncate muted">
                <Data text={mail.to.join(', ')} max={120} />
              </span>
              <span class="small muted">{timeText(Date.parse(mail.received))}</span>
            </div>
          ),
        },
      ]}
    />
  );
}
