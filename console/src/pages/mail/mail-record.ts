import { getJson } from '../../aws/request.ts';

export interface Mail {
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly received: string;
  readonly bytes: number;
  readonly source: string;
  readonly delivery: {
    readonly status: string;
    readonly attempts?: number;
    readonly lastError?: string;
    readonly nextAttempt?: string;
    readonly delivered?: string;
  };
}

export interface Attachment {
  readonly filename: string | null;
  readonly contentType: string;
  readonly bytes: number;
  /** Base64. */
  readonly content: string;
}

export interface MailBody extends Mail {
  readonly text?: string;
  readonly html?: string;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly attachments: readonly Attachment[];
}

export function mailPath(id: string): string {
  return `/_stepwell/mail/${encodeURIComponent(id)}`;
}

/** The listing is oldest first; people want the newest. */
export async function readMails(signal: AbortSignal): Promise<readonly Mail[]> {
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
