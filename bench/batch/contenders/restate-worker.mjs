/** `node restate-worker.mjs PORT SERVICE` */
import '../../with-resolvers.mjs';
import { createServer } from 'node:http2';
import { loadProducts, processText, writeChunk } from '../../node_modules/.batch/functions.mjs';

const restate = await import('@restatedev/restate-sdk');
const [port, name] = process.argv.slice(2);
const products = await loadProducts('batch');
const service = restate.service({
  name,
  handlers: {
    process: (ctx, { index, text }) =>
      ctx.run('chunk', () => writeChunk('batch', String(index), processText(text, products))),
  },
});
createServer(restate.createEndpointHandler({ services: [service] })).listen(Number(port), '127.0.0.1', () =>
  process.send('ready'),
);
