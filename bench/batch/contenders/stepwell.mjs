/** The job as one Distributed Map: a SAM project with handlers in TypeScript, deployed to a durable server. */
import { spawnSync } from 'node:child_process';
import { createReadStream, readFileSync } from 'node:fs';
import { cliMain, startStepwell } from '../../stepwell-server.mjs';
import { filesIn, lengthOf } from '../open-files.mjs';

const project = new URL('../stepwell', import.meta.url).pathname;

export const stepwell = {
  name: 'Stepwell',
  async open({ products, nodeArgs }) {
    const server = await startStepwell({ nodeArgs });
    const deployed = spawnSync(
      process.execPath,
      [cliMain, '--endpoint', server.url, 'deploy', project, '--stack-name', 'batch'],
      {
        encoding: 'utf8',
      },
    );
    if (deployed.status !== 0) throw new Error(`${deployed.stdout}\n${deployed.stderr}`);
    const { stateMachines } = await server.json('states', 'ListStateMachines', {});
    const { stateMachineArn } = stateMachines.find(({ name }) => name === 'batch');
    await server.s3('PUT', '/batch/products.csv', createReadStream(products), lengthOf(products));
    return {
      ...filesIn(server),
      pids: () => ({ server: [server.pid], workers: workersOf(server.pid) }),
      async run() {
        const input = JSON.stringify({ bucket: 'batch', key: 'input.csv' });
        const { executionArn } = await server.json('states', 'StartExecution', { stateMachineArn, input });
        for (;;) {
          const execution = await server.json('states', 'DescribeExecution', { executionArn });
          if (execution.status === 'SUCCEEDED') return JSON.parse(execution.output);
          if (execution.status !== 'RUNNING') throw new Error(JSON.stringify(execution));
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      },
      close: () => server.close(),
    };
  },
};

/** Handlers' processes are children of the server's guardian or of the server itself. */
function workersOf(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').split(' ').filter(Boolean).map(Number);
    return children.flatMap((child) => [child, ...workersOf(child)]);
  } catch {
    return [];
  }
}
