/** aws-local-stepfunctions: ASL in TypeScript, in memory. */
import { chain, map, parallel, wait } from '../workloads.mjs';

// Version 3 was written for Node 22; this is all of it that Node 20 lacks.
Promise.withResolvers ??= function withResolvers() {
  let resolve;
  let reject;
  const promise = new Promise((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
};

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
