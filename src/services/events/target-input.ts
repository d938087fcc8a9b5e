/**
 * What a target gets of an event: the whole, a part (`InputPath`), a constant (`Input`) or a text made of parts (`InputTransformer`).
 *
 * Within quotes of a template a placeholder stands for text, outside for JSON. One whose path finds nothing is an empty text in both.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
import type { DeliveryRecord, EventEnvelope, InputTransformer } from './event-records.ts';

const PLACEHOLDER = /<([A-Za-z0-9_.-]+)>/y;
const STEP = /\.([A-Za-z0-9_$-]+)|\[([0-9]+)\]|\[['"]([^'"]+)['"]\]/y;

/** Names that every template knows. */
export const PREDEFINED = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
] as const;

export function targetInput(delivery: DeliveryRecord): string {
  const { event, target } = delivery;
  if (target.Input !== undefined) return target.Input;
  if (target.InputTransformer) return renderTemplate(target.InputTransformer, delivery);
  if (target.InputPath !== undefined) return JSON.stringify(valueAt(event, target.InputPath) ?? null);
  return JSON.stringify(event);
}

function renderTemplate(
  { InputPathsMap: paths = {}, InputTemplate: template }: InputTransformer,
  delivery: DeliveryRecord,
) {
  const placeholderValue = (name: string): unknown =>
    Object.hasOwn(paths, name) ? valueAt(delivery.event, paths[name]!) : predefined(name, delivery);
  return replacePlaceholders(template, (name, isQuoted) => {
    const value = placeholderValue(name) ?? '';
    if (!isQuoted) return JSON.stringify(value);
    return JSON.stringify(typeof value === 'string' ? value : JSON.stringify(value)).slice(1, -1);
  });
}

/** Calls `replace` for each placeholder, and says whether it stands between double quotes. */
export function replacePlaceholders(template: string, replace: (name: string, isQuoted: boolean) => string): string {
  let result = '';
  let isQuoted = false;
  for (let at = 0; at < template.length; ) {
    const character = template[at]!;
    if (character === '\\') {
      result += template.slice(at, at + 2);
      at += 2;
      continue;
    }
    if (character === '"') isQuoted = !isQuoted;
    PLACEHOLDER.lastIndex = at;
    const found = character === '<' ? PLACEHOLDER.exec(template) : null;
    result += found ? replace(found[1]!, isQuoted) : character;
    at += found ? found[0].length : 1;
  }
  return result;
}

function predefined(name: string, { event, ruleArn, ruleName, acceptedMs }: DeliveryRecord): unknown {
  switch (name) {
    case 'aws.events.rule-arn':
      return ruleArn;
    case 'aws.events.rule-name':
      return ruleName;
    case 'aws.events.event.ingestion-time':
      return new Date(acceptedMs).toISOString();
    case 'aws.events.event': {
      const { detail: _, ...rest } = event;
      return rest;
    }
    case 'aws.events.event.json':
      return event;
    default:
      return undefined;
  }
}

/** The steps of a path such as `$.detail.items[0].id`; `undefined` for what is no such path. */
export function parseEventPath(path: string): readonly (string | number)[] | undefined {
  if (!path.startsWith('$')) return undefined;
  const steps: (string | number)[] = [];
  for (let at = 1; at < path.length; ) {
    STEP.lastIndex = at;
    const found = STEP.exec(path);
    if (!found) return undefined;
    const [whole, name, index, quoted] = found;
    steps.push(name ?? (index === undefined ? quoted! : Number(index)));
    at += whole.length;
  }
  return steps;
}

function valueAt(event: EventEnvelope, path: string): unknown {
  let value: unknown = event;
  for (const step of parseEventPath(path) ?? ['']) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
