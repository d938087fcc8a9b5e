/** How services send mail: one port, behind it the mailbox and, where configured, SMTP. */

export interface MailMessage {
  /** An address, or `Name <address>`. */
  readonly from: string;
  readonly to: string | readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Mailer {
  /** Resolves when the mail is kept durably; its delivery goes on by itself and never fails the caller. */
  send(message: MailMessage): Promise<{ readonly mailId: string }>;
}
