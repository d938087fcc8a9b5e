/** The execution that a state started, if it started one. */
import { detailsOf, type Visit } from './history.ts';

const STARTED = /"[eE]xecutionArn":"(arn:[^"\\]+:execution:[^"\\]+)"/;

export function childExecutionOf(visit: Visit): string | undefined {
  for (const event of visit.events.toReversed()) {
    if (event.type !== 'TaskSubmitted' && event.type !== 'TaskSucceeded') continue;
    const { resourceType, resource, output } = detailsOf(event);
    const isStart = /^(?:aws-sdk:s?fn|states)$/.test(String(resourceType)) && /^startExecution/.test(String(resource));
    if (isStart && typeof output === 'string') return STARTED.exec(output)?.[1];
  }
  return undefined;
}
