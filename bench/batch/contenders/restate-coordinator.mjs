/** `node restate-coordinator.mjs INGRESS-PORT WORKERS` */
import { Agent, request } from 'node:http';
import { chunksOf, mergeChunks, openText } from '../../node_modules/.batch/functions.mjs';

const CALLS_AT_ONCE = 8;

const [port, workers] = process.argv.slice(2).map(Number);
const agent = new Agent({ keepAlive: true, maxSockets: CALLS_AT_ONCE });
process.on('message', async () => process.send(await run()));
process.send('ready');

async function run() {
  const chunks = [];
  const calls = new Set();
  let index = 0;
  for await (const records of chunksOf(await openText('batch', 'input.csv'))) {
    if (calls.size >= CALLS_AT_ONCE) await Promise.race(calls);
    const at = index++;
    const call = post(`/Chunk${at % workers}/process`, { index: at, text: records.join('\n') }).then((chunk) => {
      chunks[at] = chunk;
      calls.delete(call);
    });
    calls.add(call);
  }
  await Promise.all(calls);
  return mergeChunks('batch', chunks);
}

function post(path, body) {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { host: '127.0.0.1', port, path, method: 'POST', agent, headers: { 'content-type': 'application/json' } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () =>
          response.statusCode < 300 ? resolve(JSON.parse(text)) : reject(new Error(`${response.statusCode} ${text}`)),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(body));
  });
}
