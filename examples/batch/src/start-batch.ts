/**
 * Told by S3 of a new file, starts the state machine that goes with the folder: `input/` the chunked form, `input-distributed/` the other.
 * S3 may tell twice: the execution's name follows from the event, so that the second call finds the execution there.
 */
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { type Batch, fileName } from './batch.ts';
import type { S3Event } from './s3-event.ts';

const sfn = new SFNClient({});

export async function handler(event: S3Event): Promise<{ executionArns: string[] }> {
  const executionArns: string[] = [];
  for (const { s3 } of event.Records) {
    const key = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
    const stem = fileName(key)
      .replace(/\.csv$/, '')
      .replaceAll(/[^A-Za-z0-9_-]/g, '-');
    const run = `${stem.slice(0, 40)}-${s3.object.sequencer}`;
    const batch: Batch = {
      run,
      bucket: s3.bucket.name,
      key,
      etag: s3.object.eTag,
      delimiter: process.env['FILE_DELIMITER']!,
      chunkSize: Number(process.env['FILE_CHUNK_SIZE']),
      archiveKey: `${process.env['INPUT_ARCHIVE_FOLDER']}/${run}/${fileName(key)}`,
      copySource: `${s3.bucket.name}/${key.split('/').map(encodeURIComponent).join('/')}`,
    };
    const machine = key.startsWith('input-distributed/') ? 'DISTRIBUTED_ARN' : 'CHUNKED_ARN';
    executionArns.push(await start(process.env[machine]!, batch));
  }
  return { executionArns };
}

async function start(stateMachineArn: string, batch: Batch): Promise<string> {
  try {
    const input = JSON.stringify({ batch });
    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name: batch.run, input }));
    return executionArn!;
  } catch (error) {
    if ((error as Error).name !== 'ExecutionAlreadyExists') throw error;
    return `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${batch.run}`;
  }
}
