/** `states:startExecution.sync` as one simulated process does it: a child is started under a name that follows from the task, awaited and stopped. */
import type { Connector, TaskRequest } from '../../src/connectors/connector.ts';
import type { Engine, StartRequest } from '../../src/engine/engine.ts';
import type { ExecutionRecord } from '../../src/store/journal.ts';

const PREFIX = 'arn:aws:states:us-east-1:000000000000:execution';

/** `StateMachineArn` is the bare name of a machine. */
export function childExecutions(engine: () => Engine): Connector {
  const arnOf = (submitted: unknown): string => (submitted as { ExecutionArn: string }).ExecutionArn;
  return {
    resource: 'states:startExecution',
    patterns: ['RUN_JOB'],
    async invoke({ arguments: given, idempotencyKey, roleArn }: TaskRequest) {
      const { StateMachineArn: machine } = given as { StateMachineArn: string };
      const name = `child-${idempotencyKey.replaceAll(/[^\w-]/g, '-')}`;
      const executionArn = `${PREFIX}:${machine}:${name}`;
      const start: StartRequest = {
        executionArn,
        executionName: name,
        stateMachineArn: `arn:aws:states:us-east-1:000000000000:stateMachine:${machine}`,
        stateMachineName: machine,
        revisionId: machine,
        roleArn,
        type: 'STANDARD',
        input: {},
      };
      // What could not be written is asked for again: a name begins one execution.
      while (
        !(await engine()
          .start(start)
          .catch(() => undefined))
      );
      return { type: 'Submitted', output: { ExecutionArn: executionArn } };
    },
    async awaitJob({ signal }, submitted) {
      const record = await engine().awaitEnd(arnOf(submitted), signal);
      if (record?.status === 'SUCCEEDED') return { type: 'Succeeded', output: { Status: record.status } };
      return { type: 'Failed', error: 'States.TaskFailed', cause: String(record?.status) };
    },
    async cancelJob(_request, submitted) {
      await engine().stop(arnOf(submitted));
    },
  };
}

export function isChildExecution({ name }: ExecutionRecord): boolean {
  return name.startsWith('child-');
}

/** A child that ends by itself is left alone; one that never would is stopped once its task is left. */
export function childFaults(records: readonly ExecutionRecord[]): readonly string[] {
  return records.filter(isChildExecution).flatMap(({ name, status, stateMachineArn }) => {
    const wanted = stateMachineArn.endsWith(':endless') ? 'ABORTED' : 'SUCCEEDED';
    return status === wanted ? [] : [`${name}: ended ${status}, expected ${wanted}`];
  });
}
