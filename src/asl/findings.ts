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
  /** Reports what AWS would not: the definition is good, and something in it will not work here. */
  warning(place: Place | undefined, message: string, code: string): void;
  hasErrors(): boolean;
}

/** A definition with more findings than this is reported with the first ones only. */
export const mostFindings = 1_000;

export function createFindings(): Findings {
  const all: Finding[] = [];
  let hasErrors = false;
  const add = (finding: Finding): void => {
    if (all.length < mostFindings) all.push(finding);
  };
  return {
    all,
    error(place, message, code = 'SCHEMA_VALIDATION_FAILED') {
      hasErrors = true;
      add({ severity: 'ERROR', code, message, ...(place !== undefined && { place }) });
    },
    warning(place, message, code) {
      add({ severity: 'WARNING', code, message, ...(place !== undefined && { place }) });
    },
    hasErrors: () => hasErrors,
  };
}

/** The keys of a finding's place, or undefined where it has none. */
export function pathOfFinding(finding: Finding): (string | number)[] | undefined {
  return finding.place && pathOf(finding.place);
}
