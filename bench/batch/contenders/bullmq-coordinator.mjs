/** `node bullmq-coordinator.mjs PORT` */
import { Queue, QueueEvents } from 'bullmq';
import { chunksOf, mergeChunks, openText } from '../../node_modules/.batch/functions.mjs';

/** Jobs added with one command, and jobs in Redis at once: more only costs memory. */
const BULK = 16;
const MOST_WAITING = 128;

const connection = { port: Number(process.argv[2]), host: '127.0.0.1' };
const queue = new Queue('batch', { connection, defaultJobOptions: { attempts: 3, removeOnComplete: true } });
const events = new QueueEvents('batch', { connection });
let waiting = 0;
let chunks = [];
let wake = () => {};
events.on('completed', ({ returnvalue: { index, chunk } }) => {
  chunks[index] = chunk;
  waiting -= 1;
  wake();
});
events.on('failed', ({ failedReason }) => {
  console.error(failedReason);
  process.exit(1);
});
await events.waitUntilReady();
process.on('message', async () => process.send(await run()));
process.send('ready');

async function run() {
  chunks = [];
  let index = 0;
  let bulk = [];
  const add = async () => {
    waiting += bulk.length;
    await queue.addBulk(bulk);
    bulk = [];
    while (waiting > MOST_WAITING) await change();
  };
  for await (const records of chunksOf(await openText('batch', 'input.csv'))) {
    bulk.push({ name: 'chunk', data: { index: index++, text: records.join('\n') } });
    if (bulk.length === BULK) await add();
  }
  if (bulk.length > 0) await add();
  while (waiting > 0) await change();
  return mergeChunks('batch', chunks);
}

function change() {
  return new Promise((resolve) => {
    wake = resolve;
  });
}
