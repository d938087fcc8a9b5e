/** Filters of a mapping: patterns of EventBridge over the message, its body parsed if it is JSON. */
import type { Json, JsonObject } from '../../../asl/json.ts';
import { compileEventPattern } from '../../events/event-pattern/compile-event-pattern.ts';
import type { QueueMessage } from './batch.ts';

export function compileFilters(patterns: readonly string[]): (message: QueueMessage) => boolean {
  if (patterns.length === 0) return () => true;
  const compiled = patterns.map((pattern) => compileEventPattern(pattern));
  return (message) => {
    const value = shape(message);
    return compiled.some((matches) => matches(value));
  };
}

function shape({ MessageId, Body, Attributes }: QueueMessage): JsonObject {
  return { messageId: MessageId, body: parsed(Body), attributes: { ...Attributes } };
}

function parsed(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}
