/** A failure's cause for people: functions put their exception into it as JSON, engines a sentence. */

export interface ReadCause {
  /** What happened, in a sentence or a few. */
  readonly message: string;
  readonly type?: string;
  readonly trace?: readonly string[];
  /** What else was in it, if it was JSON of another shape. */
  readonly json?: string;
}

type Raw = Readonly<Record<string, unknown>>;

export function readCause(text: string): ReadCause {
  const value = /^\s*\{/.test(text) ? parsed(text) : undefined;
  if (!value) return { message: text };
  const message = firstText(value, ['errorMessage', 'Message', 'message', 'Cause', 'cause']);
  const type = firstText(value, ['errorType', 'Error', 'error']);
  if (message === undefined) return { message: type ?? '', json: text };
  const stack = value['trace'] ?? value['stackTrace'];
  const trace = Array.isArray(stack) ? stack.map((line) => String(line).trimEnd()) : undefined;
  const isKnown = type !== undefined || trace !== undefined;
  return { message, type, trace, ...(!isKnown && { json: text }) };
}

function parsed(text: string): Raw | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Raw) : undefined;
  } catch {
    return undefined;
  }
}

function firstText(value: Raw, names: readonly string[]): string | undefined {
  for (const name of names) if (typeof value[name] === 'string') return value[name];
  return undefined;
}
