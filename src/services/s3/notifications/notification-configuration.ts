/** A bucket's notification configuration: its rules in one form, and which of them an event meets. */
import type { ObjectEvent } from '../object-event.ts';
import type { BucketRecord } from '../s3-records.ts';

export interface KeyFilter {
  readonly prefix: string;
  readonly suffix: string;
}

export interface NotificationRule {
  readonly id: string;
  readonly targetArn: string;
  readonly events: readonly string[];
  readonly filter: KeyFilter;
}

interface WireRule {
  readonly Id?: string;
  readonly LambdaFunctionArn?: string;
  readonly QueueArn?: string;
  readonly TopicArn?: string;
  readonly Events?: readonly string[];
  readonly Filter?: {
    readonly Key?: { readonly FilterRules?: readonly { readonly Name?: string; readonly Value?: string }[] };
  };
}

export interface NotificationConfiguration {
  readonly LambdaFunctionConfigurations?: readonly WireRule[];
  readonly QueueConfigurations?: readonly WireRule[];
  readonly TopicConfigurations?: readonly WireRule[];
  readonly EventBridgeConfiguration?: object;
}

export function configurationOf(bucket: BucketRecord | undefined): NotificationConfiguration {
  return (bucket?.configurations['notification'] ?? {}) as NotificationConfiguration;
}

export function rulesOf(configuration: NotificationConfiguration): readonly NotificationRule[] {
  const { LambdaFunctionConfigurations = [], QueueConfigurations = [], TopicConfigurations = [] } = configuration;
  return [...LambdaFunctionConfigurations, ...QueueConfigurations, ...TopicConfigurations].map((rule) => ({
    id: rule.Id ?? '',
    targetArn: rule.LambdaFunctionArn ?? rule.QueueArn ?? rule.TopicArn ?? '',
    events: rule.Events ?? [],
    filter: filterOf(rule),
  }));
}

function filterOf({ Filter }: WireRule): KeyFilter {
  const found = (name: string): string =>
    Filter?.Key?.FilterRules?.find((rule) => rule.Name?.toLowerCase() === name)?.Value ?? '';
  return { prefix: found('prefix'), suffix: found('suffix') };
}

export function meets({ events, filter }: NotificationRule, event: Pick<ObjectEvent, 'type' | 'key'>): boolean {
  return (
    events.some((name) => eventMatches(name, event.type)) &&
    event.key.startsWith(filter.prefix) &&
    event.key.endsWith(filter.suffix)
  );
}

/** `s3:ObjectCreated:*` stands for every way to create one. */
export function eventMatches(name: string, type: string): boolean {
  const wanted = name.replace(/^s3:/, '');
  return wanted === type || (wanted.endsWith(':*') && type.startsWith(wanted.slice(0, -1)));
}
