/**
 * The context object that a test brings along. It is seen as it was given: nothing is added to it, save the item that an ItemSelector selects from.
 */
import type { Json, JsonObject } from '../../../asl/json.ts';
import type { State } from '../../../asl/state-machine.ts';
import { isJsonObject, jsonType } from '../../../query/json-value.ts';
import { validation } from '../errors.ts';
import { parseJsonText } from '../execution-input.ts';

type MemberType = 'string' | 'number' | 'object' | 'any';

const members: Readonly<Record<string, Readonly<Record<string, MemberType>>>> = {
  Execution: {
    Id: 'string',
    Input: 'any',
    Name: 'string',
    RoleArn: 'string',
    StartTime: 'string',
    RedriveCount: 'number',
    RedriveTime: 'string',
  },
  State: { Name: 'string', EnteredTime: 'string', RetryCount: 'number' },
  StateMachine: { Id: 'string', Name: 'string' },
  Task: { Token: 'string' },
};

/** @throws {ApiError} ValidationException */
export function parseMockedContext(text: string, state: State): JsonObject {
  const context = parseJsonText(text, invalid);
  if (!isJsonObject(context)) throw invalid('Context object must be a JSON object');
  for (const [name, value] of Object.entries(context)) {
    if (name === 'Map') throw invalid("'Map' field is not supported when mocking a Context object");
    const fields = Object.hasOwn(members, name) ? members[name] : undefined;
    if (!fields) throw notAllowed(name);
    if (!isJsonObject(value)) throw invalid(`${name} must be an object`);
    checkFields(name, value, fields);
  }
  if (context['Task'] !== undefined && !hasTask(state)) {
    throw invalid(
      "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern",
    );
  }
  return context;
}

function checkFields(parent: string, value: JsonObject, fields: Readonly<Record<string, MemberType>>): void {
  for (const [name, field] of Object.entries(value)) {
    const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (!type) throw notAllowed(name);
    if (type === 'any' || jsonType(field) === type) continue;
    throw invalid(`${parent}.${name} must be ${type === 'object' ? 'an' : 'a'} ${type}`);
  }
}

function hasTask(state: State): boolean {
  if (state.type !== 'Task') return false;
  const { resource } = state;
  return resource.type === 'activity' || (resource.type === 'integration' && resource.pattern !== 'REQUEST_RESPONSE');
}

const invalid = (reason: string) => validation(`Invalid Context object provided: ${reason}`);
const notAllowed = (field: string) => invalid(`Field '${field}' is not allowed`);

/** The context object as a test sees it: the one that it brought along, else that of an execution that cannot be redriven. */
export function contextOfTest(
  { context, roleArn }: { readonly context?: JsonObject; readonly roleArn?: string },
  own: JsonObject,
): JsonObject {
  if (context) return own['Map'] === undefined ? context : { ...context, Map: own['Map'] };
  const { RedriveCount: _, RoleArn, ...execution } = own['Execution'] as { readonly [name: string]: Json };
  return { ...own, Execution: roleArn === undefined ? execution : { ...execution, RoleArn: RoleArn! } };
}
