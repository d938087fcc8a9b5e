/** Which events tell of a task, and with what in them: it depends on what the state's `Resource` names. */
import type { Json } from '../asl/json.ts';
import type { ResourceRef } from '../asl/state-machine.ts';
import type { EventDetails, HistoryEventType } from './history-event.ts';
import type { TaskFailure } from './step.ts';

export interface TaskEvent {
  readonly type: HistoryEventType;
  readonly details?: EventDetails;
}

type Fields = Readonly<Record<string, Json | undefined>>;

export interface Schedule {
  readonly arguments: Json;
  readonly region: string;
  readonly timeoutInSeconds?: number;
  readonly heartbeatInSeconds?: number;
  readonly taskCredentials?: Json;
}

export function scheduledEvent(resource: ResourceRef, schedule: Schedule): TaskEvent {
  const { arguments: input, region, timeoutInSeconds, heartbeatInSeconds, taskCredentials } = schedule;
  switch (resource.type) {
    case 'lambda':
      return event('LambdaFunctionScheduled', { resource: resource.arn, input, timeoutInSeconds, taskCredentials });
    case 'activity':
      return event('ActivityScheduled', { resource: resource.arn, input, timeoutInSeconds, heartbeatInSeconds });
    case 'integration':
      return event('TaskScheduled', {
        ...namesOf(resource),
        region,
        parameters: input,
        timeoutInSeconds,
        heartbeatInSeconds,
        taskCredentials,
      });
  }
}

/** The task is on its way; an activity's starts when a worker takes it. */
export function startedEvent(resource: ResourceRef): TaskEvent | undefined {
  if (resource.type === 'lambda') return { type: 'LambdaFunctionStarted' };
  return resource.type === 'integration' ? event('TaskStarted', namesOf(resource)) : undefined;
}

export function succeededEvent(resource: ResourceRef, output: Json): TaskEvent {
  const type =
    resource.type === 'lambda'
      ? 'LambdaFunctionSucceeded'
      : resource.type === 'activity'
        ? 'ActivitySucceeded'
        : 'TaskSucceeded';
  return event(type, { ...namesOf(resource), output });
}

export function failedEvent(resource: ResourceRef, failure: TaskFailure | undefined, error: Fields): TaskEvent {
  return event(failedType(resource, failure), { ...namesOf(resource), ...error });
}

function failedType(resource: ResourceRef, failure: TaskFailure | undefined): HistoryEventType {
  switch (resource.type) {
    case 'lambda':
      if (failure === 'SCHEDULE_FAILED') return 'LambdaFunctionScheduleFailed';
      if (failure === 'START_FAILED') return 'LambdaFunctionStartFailed';
      return failure === 'TIMED_OUT' ? 'LambdaFunctionTimedOut' : 'LambdaFunctionFailed';
    case 'activity':
      if (failure === 'SCHEDULE_FAILED') return 'ActivityScheduleFailed';
      return failure === 'TIMED_OUT' ? 'ActivityTimedOut' : 'ActivityFailed';
    case 'integration':
      if (failure === 'START_FAILED') return 'TaskStartFailed';
      if (failure === 'SUBMIT_FAILED') return 'TaskSubmitFailed';
      return failure === 'TIMED_OUT' ? 'TaskTimedOut' : 'TaskFailed';
  }
}

function namesOf(resource: ResourceRef): Fields {
  return resource.type === 'integration' ? { resourceType: resource.resourceType, resource: resource.resource } : {};
}

/** The details' member is the type's name with a small first letter and a suffix. */
export function event(type: HistoryEventType, fields: Fields): TaskEvent {
  const present: Record<string, Json> = {};
  for (const name in fields) if (fields[name] !== undefined) present[name] = fields[name];
  return { type, details: { [`${type[0]!.toLowerCase()}${type.slice(1)}EventDetails`]: present } };
}
