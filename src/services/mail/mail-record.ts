/** What is kept of a mail. The message itself lies beside it: listings never read it. */

export type DeliveryStatus =
  /** Nobody asked for delivery: no SMTP server is configured. */
  | 'KEPT'
  | 'PENDING'
  | 'DELIVERED'
  /** Given up: refused for good, or tried for too long. */
  | 'FAILED'
  /** Never meant to leave: its template could not be rendered. */
  | 'NOT_SENT';

export interface MailDelivery {
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** Of a pending one: when it is tried next. */
  readonly nextAttemptMs?: number;
  readonly deliveredMs?: number;
  readonly lastError?: string;
  /** Recipients that the server refused while it took others. */
  readonly refused?: readonly string[];
}

export interface MailRecord {
  /** Sorts by time; for SES it is the message id. */
  readonly id: string;
  /** The service that sent it: `ses`, `sns`. */
  readonly source: string;
  readonly account?: string;
  readonly region?: string;
  readonly receivedMs: number;
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
  /** As the headers have them, decoded. */
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly bytes: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly delivery: MailDelivery;
}
