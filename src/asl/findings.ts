/** Collects what the validator finds, in the order in which it is found. */
import { type Place, pathOf } from './place.ts';

export interface Finding {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  /** Absent where AWS gives no location. */
  readonly place?: Place;
}

export interface Findings {
  readonly all: readonly Finding[];
  /** Reports an error; the code is SCHEMA_VALIDATION_FAILED unless given. */
  error(place: Place | undefined, message: string, code?: string): void;
  hasErrors(): boolean;
}

/** A definition with more findings than this is reported with the first ones only. */
export const mostFindings = 1_000;

export function createFindings(): Findings {
  const all: Finding[] = [];
  return {
    all,
    error(place, message, code = 'SCHEMA_VALIDATION_FAILED') {
      if (all.length < mostFindings) {
        all.push({ severity: 'ERROR', code, message, ...(place !== undefined && { place }) });
      }
    },
    hasErrors: () => all.length > 0,
  };
}

/** The keys of a finding's place, or undefined where it has none. */
export function pathOfFinding(finding: Finding): (string | number)[] | undefined {
  return finding.place && pathOf(finding.place);
}
