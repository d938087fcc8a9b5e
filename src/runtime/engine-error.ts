/**
 * What an operator sees: something about this installation is wrong, and nothing in a workflow or an API call can mend it.
 * `code` is stable and meant for programs; the message says what was expected, what came, and where.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: string;

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
