import type { Ids } from '../../runtime/ids.ts';

/** In SES's form, sixteen hexadecimal digits of time first: ids sort as mails came. */
export function newMailId(ids: Ids, nowMs: number): string {
  return `0100${nowMs.toString(16).padStart(12, '0')}-${ids.uuid()}-000000`;
}

/** Where the ids of a moment begin. */
export function mailIdsFrom(ms: number): string {
  return `0100${Math.max(0, Math.trunc(ms)).toString(16).padStart(12, '0')}`;
}
