import { jsonResponse, type OwnRequest, type OwnResponse, type OwnRoute } from '../../gateway/own-routes.ts';
import type { MailRecord } from '../../services/mail/mail-record.ts';
import type { Mailbox } from '../../services/mail/mailbox.ts';

const DEFAULT_PAGE = 50;
const MAX_PAGE = 1_000;

/**
 * The mailbox: `GET /_stepwell/mail?to=&from=&subject=&since=&limit=&after=` lists, oldest first; `/_stepwell/mail/:id` is one mail, read;
 * `/_stepwell/mail/:id/raw` the message as it was sent. `DELETE` removes one. `since` takes milliseconds or an ISO 8601 time.
 */
export function mailRoutes(mailbox: () => Mailbox): readonly OwnRoute[] {
  return [
    { method: 'GET', path: '/_stepwell/mail', handler: (request) => list(request, mailbox()) },
    { method: 'GET', path: '/_stepwell/mail/:id', handler: ({ params }) => show(params['id'] as string, mailbox()) },
    {
      method: 'DELETE',
      path: '/_stepwell/mail/:id',
      handler: async ({ params }) =>
        (await mailbox().delete(params['id'] as string)) ? jsonResponse({ deleted: params['id'] }) : missing(),
    },
    {
      method: 'GET',
      path: '/_stepwell/mail/:id/raw',
      handler: ({ params }) => {
        const mail = mailbox().get(params['id'] as string);
        const body = mail && mailbox().raw(mail.id);
        if (!body) return missing();
        return { headers: { 'content-type': 'message/rfc822', 'content-length': String(mail.bytes) }, body };
      },
    },
  ];
}

function list({ query }: OwnRequest, mailbox: Mailbox): OwnResponse {
  const limit = Number(query.get('limit') ?? DEFAULT_PAGE);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_PAGE) {
    return jsonResponse({ message: `limit takes a whole number from 1 to ${MAX_PAGE}` }, 400);
  }
  const since = query.get('since');
  const sinceMs = since === null ? undefined : /^\d+$/.test(since) ? Number(since) : Date.parse(since);
  if (Number.isNaN(sinceMs)) {
    return jsonResponse({ message: 'since takes milliseconds since the epoch or an ISO 8601 time' }, 400);
  }
  const { mails, next } = mailbox.list({
    to: query.get('to') ?? undefined,
    from: query.get('from') ?? undefined,
    subject: query.get('subject') ?? undefined,
    after: query.get('after') ?? undefined,
    sinceMs,
    limit,
  });
  return jsonResponse({ mails: mails.map(view), ...(next !== undefined && { next }) });
}

async function show(id: string, mailbox: Mailbox): Promise<OwnResponse> {
  const mail = mailbox.get(id);
  const parsed = mail && (await mailbox.parsed(id));
  return parsed ? jsonResponse({ ...view(mail), ...parsed }) : missing();
}

function view({ receivedMs, delivery, ...mail }: MailRecord): object {
  const { nextAttemptMs, deliveredMs, ...state } = delivery;
  return {
    ...mail,
    received: time(receivedMs),
    delivery: { ...state, nextAttempt: time(nextAttemptMs), delivered: time(deliveredMs) },
  };
}

function time(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString();
}

const missing = (): OwnResponse => jsonResponse({ message: 'There is no such mail' }, 404);
