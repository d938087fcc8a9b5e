/** Where messages go that were received too often, and who may send theirs to a queue. */

import { parseQueueArn, type QueueName, type QueueRecord, queueArn } from './queue-record.ts';
import { invalidValue } from './sqs-errors.ts';

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Of a policy that was checked when it was set. */
export function readRedrivePolicy(text: string | undefined): RedrivePolicy | undefined {
  if (text === undefined || text === '') return undefined;
  const policy = JSON.parse(text) as { deadLetterTargetArn: string; maxReceiveCount: number | string };
  return { deadLetterTargetArn: policy.deadLetterTargetArn, maxReceiveCount: Number(policy.maxReceiveCount) };
}

/** @throws {ApiError} in AWS's words. */
export function checkRedrivePolicy(
  text: string,
  source: QueueName & { readonly isFifo: boolean },
  findQueue: (name: QueueName) => QueueRecord | undefined,
): void {
  const fail = (reason: string) => invalidValue(text, 'RedrivePolicy', reason);
  const policy = parseObject(text);
  if (!policy) throw fail('Redrive policy is not a valid JSON map.');
  const { deadLetterTargetArn, maxReceiveCount, ...others } = policy;
  for (const [name, value] of Object.entries({ maxReceiveCount, deadLetterTargetArn })) {
    if (value === undefined) throw fail(`Redrive policy does not contain mandatory attribute: ${name}.`);
  }
  const [other] = Object.keys(others);
  if (other !== undefined)
    throw fail(`Only following attributes are supported: [deadLetterTargetArn, maxReceiveCount].`);
  const count =
    typeof maxReceiveCount === 'string' && maxReceiveCount !== '' ? Number(maxReceiveCount) : maxReceiveCount;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > 1_000) {
    throw fail(
      `Invalid value for maxReceiveCount: ${String(maxReceiveCount)}, valid values are from 1 to 1000 both inclusive.`,
    );
  }
  const target = typeof deadLetterTargetArn === 'string' ? parseQueueArn(deadLetterTargetArn) : undefined;
  if (!target) throw fail('Invalid value for deadLetterTargetArn.');
  if (target.account !== source.account) throw fail('Dead-letter target owner should be same as the source.');
  if (target.region !== source.region) throw fail('Dead-letter target region should be same as the source.');
  const record = findQueue(target);
  if (!record) throw fail('Dead letter target does not exist.');
  if ((record.attributes['FifoQueue'] === 'true') !== source.isFifo) {
    throw fail('Dead-letter queue must be same type of queue as the source.');
  }
  if (!isAllowed(record.attributes['RedriveAllowPolicy'], queueArn(source))) {
    throw fail('The redrive allow policy of the dead-letter queue does not allow this source queue.');
  }
}

/** Whether a dead-letter queue takes the messages of a queue. Those that it took before keep coming: AWS asks when the policy is set. */
function isAllowed(text: string | undefined, sourceArn: string): boolean {
  const { redrivePermission, sourceQueueArns } = parseObject(text ?? '') ?? {};
  if (redrivePermission === 'denyAll') return false;
  return redrivePermission !== 'byQueue' || (sourceQueueArns as readonly unknown[]).includes(sourceArn);
}

/** @throws {ApiError} */
export function checkRedriveAllowPolicy(text: string): void {
  const fail = (reason: string) => invalidValue(text, 'RedriveAllowPolicy', reason);
  const policy = parseObject(text);
  if (!policy) throw fail('Redrive allow policy is not a valid JSON map.');
  const { redrivePermission, sourceQueueArns } = policy;
  if (!['allowAll', 'denyAll', 'byQueue'].includes(redrivePermission as string)) {
    throw fail('Invalid value for redrivePermission, valid values are allowAll, denyAll, byQueue.');
  }
  const arns = Array.isArray(sourceQueueArns) ? sourceQueueArns : [];
  if ((redrivePermission === 'byQueue') !== arns.length > 0) {
    throw fail('sourceQueueArns must be specified only when redrivePermission is byQueue.');
  }
  if (arns.length > 10) throw fail('sourceQueueArns must not have more than 10 entries.');
}

export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
