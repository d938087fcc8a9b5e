/** Checks a notification configuration as S3 does: its events, its filters, rules that overlap, targets that are not there. */
import type { AwsCaller } from '../../../connectors/aws-caller.ts';
import { invalidArgument } from '../s3-errors.ts';
import {
  eventMatches,
  type NotificationConfiguration,
  type NotificationRule,
  rulesOf,
} from './notification-configuration.ts';

const EVENTS = new Set([
  's3:TestEvent',
  's3:ReducedRedundancyLostObject',
  's3:ObjectCreated:*',
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Post',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:CompleteMultipartUpload',
  's3:ObjectRemoved:*',
  's3:ObjectRemoved:Delete',
  's3:ObjectRemoved:DeleteMarkerCreated',
  's3:ObjectRestore:*',
  's3:ObjectRestore:Post',
  's3:ObjectRestore:Completed',
  's3:ObjectRestore:Delete',
  's3:Replication:*',
  's3:Replication:OperationFailedReplication',
  's3:Replication:OperationNotTracked',
  's3:Replication:OperationMissedThreshold',
  's3:Replication:OperationReplicatedAfterThreshold',
  's3:LifecycleTransition',
  's3:IntelligentTiering',
  's3:ObjectAcl:Put',
  's3:LifecycleExpiration:*',
  's3:LifecycleExpiration:Delete',
  's3:LifecycleExpiration:DeleteMarkerCreated',
  's3:ObjectTagging:*',
  's3:ObjectTagging:Put',
  's3:ObjectTagging:Delete',
]);

export function checkRules(configuration: NotificationConfiguration): void {
  const rules = rulesOf(configuration);
  for (const rule of [
    ...(configuration.LambdaFunctionConfigurations ?? []),
    ...(configuration.QueueConfigurations ?? []),
    ...(configuration.TopicConfigurations ?? []),
  ]) {
    const names = (rule.Filter?.Key?.FilterRules ?? []).map(({ Name }) => (Name ?? '').toLowerCase());
    if (names.some((name) => name !== 'prefix' && name !== 'suffix')) {
      throw invalidArgument('filter rule name must be either prefix or suffix', 'FilterRule.Name', names.join(','));
    }
    if (new Set(names).size < names.length) {
      throw invalidArgument('Cannot specify more than one prefix rule or more than one suffix rule in a filter.');
    }
  }
  for (const { events, targetArn } of rules) {
    const unknown = events.find((event) => !EVENTS.has(event));
    if (unknown !== undefined) {
      throw invalidArgument('The event is not supported for notifications', 'Event', unknown);
    }
    if (!/^arn:[^:]+:(?:lambda|sqs|sns):[^:]*:[^:]*:.+/.test(targetArn)) {
      throw invalidArgument('The ARN could not be parsed', 'Arn', targetArn);
    }
  }
  for (const [index, rule] of rules.entries()) {
    if (rules.slice(index + 1).some((other) => overlap(rule, other))) {
      throw invalidArgument(
        'Configurations overlap. Configurations on the same bucket cannot share a common event type.',
      );
    }
  }
}

function overlap(one: NotificationRule, other: NotificationRule): boolean {
  const shareEvent = one.events.some((a) =>
    other.events.some((b) => eventMatches(a, b.replace(/^s3:/, '')) || eventMatches(b, a.replace(/^s3:/, ''))),
  );
  const { filter: a } = one;
  const { filter: b } = other;
  const sharePrefix = a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
  const shareSuffix = a.suffix.endsWith(b.suffix) || b.suffix.endsWith(a.suffix);
  return shareEvent && sharePrefix && shareSuffix;
}

/** The targets that do not exist are named in one error. */
export async function checkTargets(configuration: NotificationConfiguration, caller: AwsCaller): Promise<void> {
  const arns = [...new Set(rulesOf(configuration).map(({ targetArn }) => targetArn))];
  const missing: string[] = [];
  for (const arn of arns) if (!(await targetExists(arn, caller))) missing.push(arn);
  if (missing.length > 0) {
    throw invalidArgument(
      'Unable to validate the following destination configurations',
      missing.join(', '),
      'The destination does not exist',
    );
  }
}

async function targetExists(arn: string, caller: AwsCaller): Promise<boolean> {
  const [, , service = '', region = '', account = '', name = ''] = arn.split(':');
  const place = { region, account };
  const call =
    service === 'lambda'
      ? { ...place, service, operation: 'GetFunctionConfiguration', params: { FunctionName: arn } }
      : service === 'sqs'
        ? { ...place, service, operation: 'GetQueueUrl', params: { QueueName: name } }
        : { ...place, service, operation: 'GetTopicAttributes', params: { TopicArn: arn } };
  return (await caller.call(call)).ok;
}
