import type { OwnRequest, OwnResponse, OwnRoute } from '../../gateway/own-routes.ts';
import type { Mailbox } from '../../services/mail/mailbox.ts';
import { LineQueue } from './json-lines.ts';

export interface MailCore {
  readonly mailbox: Mailbox;
  readonly ending: AbortSignal;
}

/** Comments that keep the connection from being taken for dead, and notice a client that went away. */
const HEARTBEAT_MS = 20_000;

/** `GET /_stepwell/mail-changes`: a server-sent event whenever a mail has come or gone. */
export function mailChangesRoute(core: () => MailCore): OwnRoute {
  return { method: 'GET', path: '/_stepwell/mail-changes', handler: (request) => changes(request, core()) };
}

function changes({ signal }: OwnRequest, { mailbox, ending }: MailCore): OwnResponse {
  const lines = new LineQueue<string>();
  const stop = mailbox.watch(() => lines.push('data: {}\n\n'));
  const heartbeat = setInterval(() => lines.push(':\n\n'), HEARTBEAT_MS);
  AbortSignal.any([signal, ending]).addEventListener(
    'abort',
    () => {
      stop();
      clearInterval(heartbeat);
      lines.close();
    },
    { once: true },
  );
  lines.push(':\n\n');
  return { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' }, body: lines };
}
