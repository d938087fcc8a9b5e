/**
 * A history event as GetExecutionHistory prints it: payloads become JSON text, each beside AWS's word on its completeness.
 * `timestamp` stays milliseconds since the epoch: the protocol writes it.
 */
import { stringifyJson } from '../asl/exact-json.ts';
import type { Json, JsonObject } from '../asl/json.ts';
import type { HistoryEvent } from './history-event.ts';

const detailsOf: { readonly [payload: string]: string } = {
  input: 'inputDetails',
  output: 'outputDetails',
  assignedVariables: 'assignedVariablesDetails',
};

export function wireEvent(
  { id, previousEventId, timestamp, type, details }: HistoryEvent,
  { includeExecutionData = true }: { readonly includeExecutionData?: boolean } = {},
): JsonObject {
  const wire: Record<string, Json> = { timestamp, type, id, previousEventId };
  for (const member in details) wire[member] = wireFields(details[member]!, includeExecutionData);
  return wire;
}

function wireFields(fields: { readonly [field: string]: Json | undefined }, includeExecutionData: boolean): JsonObject {
  const wire: Record<string, Json> = {};
  for (const name in fields) {
    const value = fields[name];
    if (value === undefined) continue;
    if (!isPayload(name)) {
      wire[name] = value;
    } else if (includeExecutionData) {
      wire[name] = name === 'assignedVariables' ? textOfEach(value as JsonObject) : stringifyJson(value);
      const about = detailsOf[name];
      if (about) wire[about] = { truncated: false };
    }
  }
  return wire;
}

function isPayload(name: string): boolean {
  return name === 'parameters' || name in detailsOf;
}

function textOfEach(values: JsonObject): JsonObject {
  const texts: Record<string, Json> = {};
  for (const name of Object.keys(values).sort()) texts[name] = stringifyJson(values[name]);
  return texts;
}
