/** Stepwell's engine in this process, with SQLite: every step is synced to disk before it counts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseStateMachine } from '../../dist/asl/index.js';
import { createEngine } from '../../dist/engine/create-engine.js';
import { openSqliteStore } from '../../dist/store/sqlite-store.js';
import { chain, map, parallel, wait } from '../workloads.mjs';

export async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
  const store = openSqliteStore(folder);
  const machines = new Map(
    Object.entries({ chain, map, parallel, wait }).map(([name, definition]) => [name, compile(definition)]),
  );
  const noop = {
    resource: 'lambda',
    patterns: ['REQUEST_RESPONSE'],
    invoke: async (request) => ({ type: 'Succeeded', output: request.arguments }),
  };
  const engine = createEngine({
    journal: store.journal,
    machines: { machine: (revisionId) => machines.get(revisionId) },
    connectors: { find: () => noop },
  });
  await engine.recover();
  let started = 0;
  const run = async (machine, input) => {
    const name = `${machine}-${started++}`;
    const executionArn = `arn:aws:states:us-east-1:000000000000:execution:${machine}:${name}`;
    await engine.start({
      executionArn,
      executionName: name,
      stateMachineArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${machine}`,
      stateMachineName: machine,
      revisionId: machine,
      roleArn: 'arn:aws:iam::000000000000:role/bench',
      type: 'STANDARD',
      input,
    });
    const record = await engine.awaitEnd(executionArn);
    if (record?.status !== 'SUCCEEDED')
      throw new Error(`${executionArn}: ${record?.status} ${record?.error} ${record?.cause}`);
    return record;
  };
  return {
    name: 'Stepwell (durable)',
    chain: () => run('chain', {}),
    map: (items) => run('map', items),
    parallel: () => run('parallel', {}),
    wait: () => run('wait', {}),
    async close() {
      await engine.close();
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function compile(definition) {
  const result = parseStateMachine(JSON.stringify(definition), {});
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.machine;
}
