/** The text of AWS's `InvalidDefinition` exception for a definition with these diagnostics. */
import type { Diagnostic } from './diagnostic.ts';

export function diagnosticsToMessage(diagnostics: readonly Diagnostic[]): string {
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'ERROR');
  return `Invalid State Machine Definition: '${errors.map(sentence).join(', ')}'`;
}

/** AWS writes a missing location as `null`. A malformed text carries its location in the sentence already. */
function sentence({ code, message, location }: Diagnostic): string {
  if (code === 'INVALID_JSON_DESCRIPTION') return `${code}: ${message}`;
  return `${code}: ${message} at ${location ?? 'null'}`;
}
