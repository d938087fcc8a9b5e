/**
 * A message that a caller composed itself: its headers are brought in order, its body is not touched.
 *
 * W1 `Bcc` and `Return-Path` do not leave; `Message-ID` and `Date` are SES's own.
 */
const BLANK = /\r?\n\r?\n/;

export interface RawHeader {
  readonly name: string;
  /** Unfolded. */
  readonly value: string;
  /** As it was sent, without its line end. */
  readonly lines: string;
}

export interface RawMessage {
  readonly headers: readonly RawHeader[];
  readonly body: Buffer;
}

export function readRawMessage(raw: Buffer): RawMessage {
  const text = raw.toString('latin1');
  const blank = BLANK.exec(text);
  const head = blank ? text.slice(0, blank.index) : text;
  const body = blank ? raw.subarray(blank.index + blank[0].length) : Buffer.alloc(0);
  const headers: RawHeader[] = [];
  for (const lines of head.split(/\r?\n(?![ \t])/)) {
    const colon = lines.indexOf(':');
    if (colon <= 0) continue;
    const value = lines
      .slice(colon + 1)
      .replaceAll(/\r?\n[ \t]+/g, ' ')
      .trim();
    headers.push({ name: lines.slice(0, colon).trim(), value, lines });
  }
  return { headers, body };
}

const REPLACED = new Set([
  'message-id',
  'date',
  'bcc',
  'return-path',
  'x-ses-configuration-set',
  'x-ses-message-tags',
  'x-ses-source-arn',
  'x-ses-from-arn',
  'x-ses-return-path-arn',
]);

export function headerOf({ headers }: RawMessage, name: string): string | undefined {
  return headers.find((header) => header.name.toLowerCase() === name)?.value;
}

export function writeRawMessage(
  { headers, body }: RawMessage,
  messageId: string,
  dateMs: number,
  from: string,
): Buffer {
  const kept = headers.filter(({ name }) => !REPLACED.has(name.toLowerCase()));
  const has = (name: string): boolean => kept.some((header) => header.name.toLowerCase() === name);
  const lines = [
    `Date: ${new Date(dateMs).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: ${messageId}`,
    ...(has('from') ? [] : [`From: ${from}`]),
    ...(has('mime-version') ? [] : ['MIME-Version: 1.0']),
    ...kept.map((header) => header.lines.replaceAll(/\r?\n/g, '\r\n')),
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body]);
}
