/** Reads a message back into headers, text and attachments. A message that makes no sense has an empty rest, and no error. */
import PostalMime, { type Address, type Email } from 'postal-mime';

export interface MessageSummary {
  readonly from: string;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  readonly subject: string;
}

export interface ParsedMessage extends MessageSummary {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly text?: string;
  readonly html?: string;
  readonly attachments: readonly {
    readonly filename: string | null;
    readonly contentType: string;
    readonly disposition: string | null;
    readonly contentId?: string;
    readonly bytes: number;
    /** Base64. */
    readonly content: string;
  }[];
}

export async function parseMessage(raw: Uint8Array): Promise<ParsedMessage> {
  const email = await parse(raw);
  return {
    ...summaryOf(email),
    headers: headersOf(email),
    text: email.text,
    html: email.html,
    attachments: email.attachments.map((attachment) => {
      const content = Buffer.from(attachment.content as string, 'base64');
      return {
        filename: attachment.filename,
        contentType: attachment.mimeType,
        disposition: attachment.disposition,
        contentId: attachment.contentId,
        bytes: content.length,
        content: attachment.content as string,
      };
    }),
  };
}

/** Of the headers alone: the body is not read. */
export async function summarizeMessage(raw: Buffer): Promise<MessageSummary> {
  const end = raw.indexOf('\r\n\r\n');
  const bareEnd = raw.indexOf('\n\n');
  const ends = [end < 0 ? raw.length : end, bareEnd < 0 ? raw.length : bareEnd];
  return summaryOf(await parse(raw.subarray(0, Math.min(...ends) + 2)));
}

const NOTHING: Email = { headers: [], headerLines: [], attachments: [] };

async function parse(raw: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(raw, { attachmentEncoding: 'base64' });
  } catch {
    // Nested or headed beyond every measure.
    return NOTHING;
  }
}

function summaryOf(email: Email): MessageSummary {
  return {
    from: email.from ? (addressTexts([email.from])[0] ?? '') : '',
    to: addressTexts(email.to),
    cc: addressTexts(email.cc),
    bcc: addressTexts(email.bcc),
    subject: email.subject ?? '',
  };
}

function addressTexts(addresses: readonly Address[] = []): readonly string[] {
  return addresses
    .flatMap((address) => address.group ?? [address])
    .map(({ name, address }) => (name ? `${name} <${address ?? ''}>` : (address ?? '')));
}

function headersOf(email: Email): ParsedMessage['headers'] {
  const headers = new Map<string, string | string[]>();
  for (const { key, value } of email.headers) {
    const before = headers.get(key);
    headers.set(key, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(headers);
}
