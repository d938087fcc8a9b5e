/** What was sent, counted from the mailbox: mail that was deleted there no longer counts. */
import type { Ses, SesPlace } from './ses-record.ts';

export const MAX_24_HOUR_SEND = 50_000;
export const MAX_SEND_RATE = 14;

const DAY_MS = 86_400_000;
const QUARTER_MS = 15 * 60_000;
const KEPT_DAYS = 14;

export function sentLast24Hours(ses: Ses, place: SesPlace): number {
  return [...sentSince(ses, place, ses.clock.now() - DAY_MS)].length;
}

/** In quarters of an hour, for two weeks. */
export function sendDataPoints(ses: Ses, place: SesPlace) {
  const points = new Map<number, { attempts: number; bounces: number; rejects: number }>();
  for (const { receivedMs, delivery } of sentSince(ses, place, ses.clock.now() - KEPT_DAYS * DAY_MS)) {
    const start = Math.floor(receivedMs / QUARTER_MS) * QUARTER_MS;
    const point = points.get(start) ?? { attempts: 0, bounces: 0, rejects: 0 };
    point.attempts++;
    if (delivery.status === 'FAILED') point.bounces++;
    if (delivery.status === 'NOT_SENT') point.rejects++;
    points.set(start, point);
  }
  return [...points].map(([start, { attempts, bounces, rejects }]) => ({
    Timestamp: new Date(start),
    DeliveryAttempts: attempts,
    Bounces: bounces,
    Complaints: 0,
    Rejects: rejects,
  }));
}

function* sentSince(ses: Ses, { account, region }: SesPlace, sinceMs: number) {
  let after: string | undefined;
  for (;;) {
    const { mails, next } = ses.mailbox.list({ sinceMs, after, limit: 1_000 });
    for (const mail of mails) {
      if (mail.source === 'ses' && mail.account === account && mail.region === region) yield mail;
    }
    if (next === undefined) return;
    after = next;
  }
}
