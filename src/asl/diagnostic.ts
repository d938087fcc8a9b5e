/**
 * What the validator found. `code` and `message` are AWS's (`SCHEMA_VALIDATION_FAILED`, `MISSING_TRANSITION_TARGET`, …); `location` is AWS's
 * pointer (`/States/A/Next`). `range` is where it stands in the text, 1-based, when the definition was parsed from text.
 */
export interface Diagnostic {
  readonly severity: 'ERROR' | 'WARNING';
  readonly code: string;
  readonly message: string;
  readonly location?: string;
  readonly range?: { readonly line: number; readonly column: number };
}
