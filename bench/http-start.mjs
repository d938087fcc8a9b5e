/** StartExecution over HTTP: a server in a process of its own, the client here, one core each. Beside it node:http answering the same with nothing done. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { measure } from './measure.mjs';
import { chain } from './workloads.mjs';

const floorServer = `
const { createServer } = require('node:http');
createServer((req, res) => {
  let text = '';
  req.on('data', (chunk) => { text += chunk; });
  req.on('end', () => {
    JSON.parse(text);
    res.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' });
    res.end('{"executionArn":"x","startDate":1}');
  });
}).listen(0, '127.0.0.1', function () { console.log(JSON.stringify({ url: 'http://127.0.0.1:' + this.address().port })); });`;

export async function startOverHttp({ count, atOnce }) {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-http-bench-'));
  const main = new URL('../dist/cli/main.js', import.meta.url).pathname;
  const rates = {};
  for (const [name, args] of [
    ['node:http, nothing done', ['-e', floorServer]],
    ['Stepwell (durable)', [main, 'start', '--json', '--port', '0', '--data-dir', folder]],
  ]) {
    const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface({ input: server.stdout }), 'line');
    const client = createClient(JSON.parse(line).url);
    const machine = await client('CreateStateMachine', {
      name: 'chain',
      roleArn: 'arn:aws:iam::000000000000:role/bench',
      definition: JSON.stringify(chain),
    });
    const start = () => client('StartExecution', { stateMachineArn: machine.stateMachineArn ?? 'x', input: '{}' });
    await measure(500, atOnce, start);
    rates[name] = await measure(count, atOnce, start);
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
  return rates;
}

function createClient(url) {
  const agent = new Agent({ keepAlive: true, maxSockets: 128 });
  const { hostname, port } = new URL(url);
  return (operation, params) =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AWSStepFunctions.${operation}` };
      const outgoing = request({ hostname, port, method: 'POST', path: '/', agent, headers }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => (response.statusCode === 200 ? resolve(JSON.parse(text)) : reject(new Error(text))));
      });
      outgoing.on('error', reject);
      outgoing.end(JSON.stringify(params));
    });
}
