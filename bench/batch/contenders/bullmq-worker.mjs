/** `node bullmq-worker.mjs PORT` */
import { Worker } from 'bullmq';
import { loadProducts, processText, writeChunk } from '../../node_modules/.batch/functions.mjs';

const [port] = process.argv.slice(2);
const products = await loadProducts('batch');
const worker = new Worker(
  'batch',
  async ({ data: { index, text } }) => ({
    index,
    chunk: await writeChunk('batch', String(index), processText(text, products)),
  }),
  { connection: { port: Number(port), host: '127.0.0.1' }, concurrency: 4 },
);
worker.on('error', (error) => console.error('BullMQ worker:', error.message));
await worker.waitUntilReady();
process.send('ready');
