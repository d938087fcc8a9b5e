/** The `Mailer` of services that have no mail API of their own: composes the message and puts it into the mailbox. */
import type { Clock } from '../../runtime/clock.ts';
import { addressOf } from './address.ts';
import { composeMessage } from './compose-message.ts';
import type { Mailbox } from './mailbox.ts';
import type { Mailer } from './mailer.ts';

export function createMailer(mailbox: Mailbox, clock: Clock, source: string): Mailer {
  return {
    async send({ from, to, subject, text, html, headers }) {
      const id = mailbox.newId();
      const recipients = typeof to === 'string' ? [to] : to;
      const raw = await composeMessage({
        from,
        to: recipients,
        subject,
        text,
        html,
        headers,
        messageId: `<${id}@amazonses.com>`,
        dateMs: clock.now(),
      });
      const envelope = { from: addressOf(from), to: recipients.map(addressOf) };
      await mailbox.accept({ id, source, envelope, raw });
    },
  };
}
