/** Makes a message as mail programs read it (MIME) of its parts. */
import MailComposer from 'nodemailer/lib/mail-composer';

export interface MessageParts {
  readonly from: string;
  readonly to?: readonly string[];
  readonly cc?: readonly string[];
  readonly replyTo?: readonly string[];
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** In angle brackets. */
  readonly messageId: string;
  readonly dateMs: number;
  readonly attachments?: readonly MessageAttachment[];
}

export interface MessageAttachment {
  readonly filename: string;
  readonly content: Uint8Array;
  readonly contentType?: string;
  readonly isInline: boolean;
  readonly contentId?: string;
  readonly description?: string;
}

export function composeMessage(parts: MessageParts): Promise<Buffer> {
  const composer = new MailComposer({
    from: parts.from,
    to: [...(parts.to ?? [])],
    cc: [...(parts.cc ?? [])],
    replyTo: [...(parts.replyTo ?? [])],
    subject: parts.subject,
    text: parts.text,
    html: parts.html,
    headers: { ...parts.headers },
    messageId: parts.messageId,
    date: new Date(parts.dateMs),
    attachments: (parts.attachments ?? []).map((attachment) => ({
      filename: attachment.filename,
      content: Buffer.from(attachment.content),
      contentType: attachment.contentType,
      contentDisposition: attachment.isInline ? 'inline' : 'attachment',
      cid: attachment.contentId,
      ...(attachment.description !== undefined && { headers: { 'Content-Description': attachment.description } }),
    })),
    newline: '\r\n',
    // A message is made of what was passed in, never of what lies on this machine or on the network.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}
