/**
 * History events in wire form. Inside, payloads are JSON values; here they become JSON text with a note that nothing was cut off,
 * and variables become a map from their names to JSON text.
 */
import type { HistoryEvent } from '../../interpreter/history-event.ts';

type Field = HistoryEvent['details'] extends infer Details | undefined
  ? Details extends Readonly<Record<string, infer Fields>>
    ? Fields
    : never
  : never;

/** Payload fields of event details, with the name of the note that goes with each. */
const PAYLOADS: Readonly<Record<string, string | undefined>> = {
  input: 'inputDetails',
  output: 'outputDetails',
  parameters: undefined,
};

export function historyEventView(event: HistoryEvent, includeExecutionData: boolean) {
  return {
    timestamp: new Date(event.timestamp),
    type: event.type,
    id: event.id,
    previousEventId: event.previousEventId,
    ...eventDetailsView(event, includeExecutionData),
  };
}

/** The one `…EventDetails` member of an event, under its own name. */
export function eventDetailsView(event: HistoryEvent, includeExecutionData: boolean): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(event.details ?? {}).map(([member, fields]) => [member, detailView(fields, includeExecutionData)]),
  );
}

function detailView(fields: Field, includeExecutionData: boolean): Record<string, unknown> {
  const view: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    if (name in PAYLOADS) {
      if (!includeExecutionData) continue;
      view[name] = JSON.stringify(value);
      const note = PAYLOADS[name];
      if (note) view[note] = { truncated: false };
    } else if (name === 'assignedVariables') {
      if (!includeExecutionData) continue;
      view[name] = variablesView(value as Readonly<Record<string, unknown>>);
      view.assignedVariablesDetails = { truncated: false };
    } else {
      view[name] = value;
    }
  }
  return view;
}

function variablesView(variables: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, JSON.stringify(value)]));
}
