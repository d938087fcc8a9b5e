import type { JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';

export function unsupported(id: string, event: string, what: string): DeployError {
  return new DeployError('UNSUPPORTED', `[/Resources/${id}/Properties/Events/${event}] ${what}`);
}

export function invalid(id: string, event: string, what: string): DeployError {
  return new DeployError('INVALID_TEMPLATE', `[/Resources/${id}/Properties/Events/${event}] ${what}`);
}

/** Refuses properties of an event that are not carried. */
export function checkEvent(id: string, event: string, properties: JsonObject, known: readonly string[]): void {
  for (const name of Object.keys(properties)) {
    if (!known.includes(name)) throw unsupported(id, event, `the property ${name} is not supported`);
  }
}
