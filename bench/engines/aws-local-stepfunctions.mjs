/** aws-local-stepfunctions: ASL in TypeScript, in memory. */
import '../with-resolvers.mjs';
import { chain, map, parallel, wait } from '../workloads.mjs';

const { StateMachine } = await import('aws-local-stepfunctions');

export async function open() {
  const options = { validationOptions: { checkPaths: false, checkArn: false } };
  const machines = {
    chain: new StateMachine(chain, options),
    map: new StateMachine(map, options),
    parallel: new StateMachine(parallel, options),
    wait: new StateMachine(wait, options),
  };
  const overrides = { taskResourceLocalHandlers: { Task: (input) => input } };
  return {
    name: 'aws-local-stepfunctions (memory)',
    chain: () => machines.chain.run({}).result,
    map: (items) => machines.map.run(items, { overrides }).result,
    parallel: () => machines.parallel.run({}).result,
    wait: () => machines.wait.run({}).result,
    async close() {},
  };
}
