/** As much of S3 as map runs use, in one map that outlives processes. The dead get no answer. */
import { createHash } from 'node:crypto';
import type { AwsCaller, CallResult } from '../../src/connectors/aws-caller.ts';
import type { ProcessLife } from './faulty-journal.ts';
import type { World } from './world.ts';

export function simulatedS3(objects: Map<string, string>, world: World, life: ProcessLife): AwsCaller {
  const answer = (operation: string, params: Readonly<Record<string, unknown>>): CallResult => {
    const key = `${params['Bucket']}/${params['Key']}`;
    switch (operation) {
      case 'GetObject': {
        const text = objects.get(key);
        if (text === undefined) return refused('NoSuchKey');
        const ETag = createHash('sha1').update(text).digest('hex');
        return given({ ETag, ContentLength: text.length, Body: chunks(text) });
      }
      case 'PutObject':
        objects.set(key, String(params['Body']));
        return given({});
      case 'ListObjectsV2':
      case 'ListMultipartUploads':
        return given({});
      default:
        return refused('NotImplemented');
    }
  };
  return {
    supports: () => true,
    async call({ operation, params }) {
      await world.delay(world.random.next() * 20);
      return life.isDead ? new Promise(() => {}) : answer(operation, params);
    },
  };
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += 7) yield Buffer.from(text.slice(at, at + 7));
}

function given(output: Readonly<Record<string, unknown>>): CallResult {
  return { ok: true, output, requestId: 'simulated', status: 200 };
}

function refused(code: string): CallResult {
  return { ok: false, code, message: code, status: 404, requestId: 'simulated', fault: 'client' };
}
