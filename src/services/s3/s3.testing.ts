/** The service for tests: called in process, with a clock that stands still until it is told to move. */
import type { ByteStream, OperationContext } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import { createMemoryStore } from '../../store/memory-store.ts';
import type { Records } from '../../store/records.ts';
import type { ObjectEvent } from './object-event.ts';
import { createS3Service, type S3Service } from './s3-service.ts';

// biome-ignore lint/suspicious/noExplicitAny: outputs are as the service model has them; tests look at what they are about.
type Output = any;

export interface TestS3 extends AsyncDisposable {
  readonly service: S3Service;
  readonly events: readonly ObjectEvent[];
  /** What the last call set beside its output. */
  readonly answered: { status?: number; readonly headers: Record<string, string> };
  nowMs: number;
  call(operation: string, input: object, context?: Partial<OperationContext>): Promise<Output>;
}

export function startS3(options: { dataDir?: string; records?: Records } = {}): TestS3 {
  const events: ObjectEvent[] = [];
  const s3 = { nowMs: Date.UTC(2026, 0, 2, 3, 4, 5, 600) };
  const clock: Clock = { now: () => s3.nowMs, after: () => () => {} };
  const service = createS3Service({
    records: options.records ?? createMemoryStore().records,
    dataDir: options.dataDir,
    clock,
    onObjectEvent: (event) => events.push(event),
  });
  const answered: TestS3['answered'] = { headers: {} };
  return Object.assign(s3, {
    service,
    events,
    answered,
    async call(name: string, input: object, context: Partial<OperationContext> = {}) {
      answered.status = undefined;
      const operation = service.operations[name];
      if (!operation) throw new Error(`there is no operation ${name}`);
      return operation(input, {
        region: 'us-east-1',
        account: '000000000000',
        requestId: 'request-1',
        signal: new AbortController().signal,
        baseUrl: 'http://127.0.0.1:4566',
        headers: {},
        setStatus: (status) => {
          answered.status = status;
        },
        setHeader: (name, value) => {
          answered.headers[name] = value;
        },
        ...context,
      });
    },
    [Symbol.asyncDispose]: () => service.stop(),
  });
}

export async function collect(stream: ByteStream): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export async function* streamOf(...chunks: readonly (string | Uint8Array)[]): ByteStream {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

/** Bytes that differ from place to place, so that a wrong offset shows. */
export function patterned(size: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(size);
  let state = seed >>> 0 || 1;
  for (let at = 0; at < size; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[at] = state >>> 24;
  }
  return bytes;
}
