/** How services send mail: the mailbox keeps it, and passes it on where delivery is configured. */
export interface Mailer {
  /** Resolves once the mail is kept. */
  send(mail: OutgoingMail): Promise<void>;
}

export interface OutgoingMail {
  /** `Name <user@host>` or an address. */
  readonly from: string;
  readonly to: string | readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
}
