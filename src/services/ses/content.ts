/** Headers and attachments of version 2's messages. */
import type { MessageAttachment } from '../mail/compose-message.ts';
import { version2 } from './dialect.ts';
import type { NameValue } from './send-mail.ts';

export interface AttachmentInput {
  readonly RawContent: Uint8Array;
  readonly FileName: string;
  readonly ContentDisposition?: 'ATTACHMENT' | 'INLINE';
  readonly ContentDescription?: string;
  readonly ContentId?: string;
  readonly ContentType?: string;
}

/** Those that the message has from elsewhere. */
const TAKEN = /^(?:from|to|cc|bcc|subject|date|message-id|mime-version|content-.*|reply-to|return-path|sender)$/i;

/** @throws {ApiError} BadRequestException */
export function checkHeaders(headers: readonly NameValue[] = []): void {
  for (const { Name, Value } of headers) {
    if (!/^[!-9;-~]+$/.test(Name) || TAKEN.test(Name)) throw version2.invalid(`The header ${Name} is not allowed.`);
    if (/[\r\n]/.test(Value)) throw version2.invalid(`The value of the header ${Name} must be one line.`);
  }
}

export function attachmentsOf(attachments: readonly AttachmentInput[] = []): readonly MessageAttachment[] {
  return attachments.map((attachment) => ({
    filename: attachment.FileName,
    content: attachment.RawContent,
    contentType: attachment.ContentType,
    isInline: attachment.ContentDisposition === 'INLINE',
    contentId: attachment.ContentId,
    description: attachment.ContentDescription,
  }));
}
