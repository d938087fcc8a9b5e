/** A template that cannot be read, or that asks for something this evaluator does not know: never guessed, never ignored. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}
