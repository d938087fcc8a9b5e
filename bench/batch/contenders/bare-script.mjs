/**
 * The job as a script, with nothing durable: `node bare-script.mjs BUCKET KEY THREADS`. With no threads, all of it runs in the main one.
 * With a folder in place of a bucket, files are plain files: what S3 costs is the difference.
 */
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import * as job from '../../node_modules/.batch/functions.mjs';

/** Chunks that a worker has before it answers for the first of them. */
const AHEAD = 4;

const inS3 = {
  loadProducts: job.loadProducts,
  openText: job.openText,
  writeChunk: job.writeChunk,
  merge: job.mergeChunks,
};
const inFolder = {
  loadProducts: async (folder) => job.productsOf(job.readRows(readFileSync(join(folder, 'products.csv'), 'utf8'), ',')),
  openText: async (folder, key) => createReadStream(join(folder, key), { encoding: 'utf8' }),
  async writeChunk(folder, chunk, { merged, ...result }) {
    const key = `chunk-${chunk}.csv`;
    await writeFile(join(folder, key), merged);
    return { key, ...result };
  },
  async merge(folder, chunks) {
    const file = createWriteStream(join(folder, 'merged.csv'));
    file.write(job.MERGED_HEADER);
    let errors = job.ERRORS_HEADER;
    const counts = { valid: 0, bad: 0 };
    for (const chunk of chunks) {
      if (!file.write(await readFile(join(folder, chunk.key)))) await new Promise((done) => file.once('drain', done));
      errors += chunk.errors;
      counts.valid += chunk.valid;
      counts.bad += chunk.bad;
    }
    file.end();
    await finished(file);
    await writeFile(join(folder, 'errors.csv'), errors);
    return counts;
  },
};
const filesOf = (place) => (place.startsWith('/') ? inFolder : inS3);

async function alone(place, key) {
  const { openText, loadProducts, writeChunk } = filesOf(place);
  const products = await loadProducts(place);
  const writing = new Set();
  const chunks = [];
  let index = 0;
  for await (const records of job.chunksOf(await openText(place, key))) {
    const at = index++;
    const rows = records.map((record) => job.rowOf(job.SALES_COLUMNS, job.parseRecord(record, ',')));
    const write = writeChunk(place, String(at), job.processRows(rows, products)).then((chunk) => {
      chunks[at] = chunk;
      writing.delete(write);
    });
    writing.add(write);
    if (writing.size >= AHEAD) await Promise.race(writing);
  }
  await Promise.all(writing);
  return chunks;
}

async function withThreads(place, key, threads) {
  const chunks = [];
  const free = [];
  let wake = () => {};
  let inFlight = 0;
  const workers = Array.from({ length: threads }, () => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { place } });
    worker.on('message', ({ index, chunk }) => {
      chunks[index] = chunk;
      free.push(worker);
      inFlight -= 1;
      wake();
    });
    worker.on('error', (error) => {
      throw error;
    });
    return worker;
  });
  for (let turn = 0; turn < AHEAD; turn++) free.push(...workers);
  const change = () =>
    new Promise((resolve) => {
      wake = resolve;
    });
  let index = 0;
  for await (const records of job.chunksOf(await filesOf(place).openText(place, key))) {
    while (free.length === 0) await change();
    inFlight += 1;
    free.shift().postMessage({ index: index++, text: records.join('\n') });
  }
  while (inFlight > 0) await change();
  for (const worker of workers) await worker.terminate();
  return chunks;
}

if (isMainThread) {
  const [place, key, threads] = process.argv.slice(2);
  const chunks = await (threads === '0' ? alone(place, key) : withThreads(place, key, Number(threads)));
  console.log(JSON.stringify(await filesOf(place).merge(place, chunks)));
} else {
  const { place } = workerData;
  const { loadProducts, writeChunk } = filesOf(place);
  const loading = loadProducts(place);
  parentPort.on('message', async ({ index, text }) => {
    const result = job.processText(text, await loading);
    parentPort.postMessage({ index, chunk: await writeChunk(place, String(index), result) });
  });
}
