/** Lambda function 2: finds the stream's data, and pins the bytes that all checks are to judge. */
import { HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Run, RunWithData } from './run.ts';

const s3 = new S3Client({});

class StreamNotFound extends Error {
  override readonly name = 'StreamNotFound';
}

export async function handler(run: Run): Promise<RunWithData['Data']> {
  const Bucket = process.env['BUCKET']!;
  const Key = `streams/${run.GroupID}/${run.StreamID}.csv`;
  try {
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    return { Bucket, Key, ETag: ETag! };
  } catch (error) {
    if (error instanceof Error && error.name === 'NotFound')
      throw new StreamNotFound(`there is no data of ${run.GroupID}/${run.StreamID}: ${Key} is not in ${Bucket}`);
    throw error;
  }
}
