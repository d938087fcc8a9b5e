/** Tells the recipient how the batch ended: with links to the files, or with what went wrong. */
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { type Batch, fileName } from './batch.ts';
import type { MergeResult } from './merge-parts.ts';
import { s3 } from './objects.ts';

const ses = new SESv2Client({});
const LINK_SECONDS = 3_600;

export type Ending =
  | { readonly batch: Batch; readonly merged: MergeResult; readonly errors: { readonly key: string } }
  | { readonly batch: Batch; readonly failure: { readonly Error: string; readonly Cause?: string } };

export async function handler(ending: Ending): Promise<{ messageId: string }> {
  const { subject, text } = 'failure' in ending ? ofFailure(ending.batch, ending.failure) : await ofSuccess(ending);
  const { MessageId } = await ses.send(
    new SendEmailCommand({
      FromEmailAddress: process.env['SENDER'],
      Destination: { ToAddresses: [process.env['RECIPIENT']!] },
      Content: { Simple: { Subject: { Data: subject }, Body: { Text: { Data: text } } } },
    }),
  );
  return { messageId: MessageId! };
}

interface Mail {
  readonly subject: string;
  readonly text: string;
}

async function ofSuccess({ batch, merged, errors }: Extract<Ending, { merged: unknown }>): Promise<Mail> {
  const file = fileName(batch.key);
  const link = async (key: string): Promise<string> =>
    getSignedUrl(s3, new GetObjectCommand({ Bucket: batch.bucket, Key: key }), { expiresIn: LINK_SECONDS });
  if (merged.rows === 0) {
    const text = `${file} has no rows: the file is empty or holds nothing but a header.\nRun: ${batch.run}\n`;
    return { subject: `Sales batch ${file}: no rows`, text };
  }
  const lines = [
    `${count(merged.written)} of ${count(merged.rows)} rows of ${file} were enriched and merged:`,
    await link(merged.key),
    '',
    ...(merged.rejected > 0
      ? [`${count(merged.rejected)} rows were rejected, each with its reasons:`, await link(errors.key), '']
      : ['No row was rejected.', '']),
    `The links are good for ${LINK_SECONDS / 60} minutes. Run: ${batch.run}`,
  ];
  const subject = `Sales batch ${file}: ${count(merged.written)} rows merged, ${count(merged.rejected)} rejected`;
  return { subject, text: `${lines.join('\n')}\n` };
}

function ofFailure(batch: Batch, { Error: error, Cause }: { Error: string; Cause?: string }): Mail {
  const file = fileName(batch.key);
  const text = `The batch of ${file} failed. The file stays where it is: ${batch.key}\n\n${error}: ${Cause ?? ''}\n\nRun: ${batch.run}\n`;
  return { subject: `Sales batch ${file}: FAILED`, text };
}

function count(number: number): string {
  return number.toLocaleString('en-US');
}
