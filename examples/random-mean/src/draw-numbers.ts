/** Lambda function 2: draws random numbers and puts them into S3 as a CSV file. Run again, it replaces its own file. */
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';

const s3 = new S3Client({});

export async function handler(event: { name: string }): Promise<{ key: string; numbers: number }> {
  const count = Number(process.env['NUMBERS_PER_FILE']);
  const numbers = Array.from({ length: count }, () => Math.random() * 100);
  const key = `generated_numbers/${event.name}.csv`;
  await s3.send(
    new PutObjectCommand({
      Bucket: process.env['BUCKET'],
      Key: key,
      Body: `number\n${numbers.join('\n')}\n`,
      ContentType: 'text/csv',
    }),
  );
  return { key, numbers: count };
}
