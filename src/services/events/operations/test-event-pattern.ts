import type { Operation } from '../../../gateway/operation.ts';
import { validation } from '../errors.ts';
import { compileEventPattern } from '../event-pattern/compile-event-pattern.ts';

export interface TestEventPatternInput {
  readonly EventPattern: string;
  readonly Event: string;
}

const REQUIRED = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

export function testEventPattern(): Operation<TestEventPatternInput> {
  return ({ EventPattern, Event }) => {
    const matches = compileEventPattern(EventPattern);
    return { Result: matches(parseEvent(Event)) };
  };
}

function parseEvent(text: string): object {
  const invalid = (reason: string) => validation(`Parameter Event is not valid. Reason: ${reason}`);
  let event: unknown;
  try {
    event = JSON.parse(text);
  } catch {
    throw invalid('Event is not valid JSON.');
  }
  if (typeof event !== 'object' || event === null || Array.isArray(event)) throw invalid('Event is not an object.');
  const missing = REQUIRED.filter((name) => !Object.hasOwn(event, name));
  if (missing.length > 0) throw invalid(`Event is missing ${missing.join(', ')}.`);
  return event;
}
