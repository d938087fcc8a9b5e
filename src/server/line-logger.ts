/** Logs one line of JSON per call to standard error: readable enough for people, whole for programs. */
import type { LogFields, Logger } from '../runtime/logger.ts';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LEVELS)[number];

export function createLineLogger(
  least: LogLevel,
  write: (line: string) => void = (line) => process.stderr.write(line),
): Logger {
  const at = (level: LogLevel) => {
    if (LEVELS.indexOf(level) < LEVELS.indexOf(least)) return () => {};
    return (message: string, fields: LogFields = {}): void => {
      const time = new Date().toISOString();
      write(`${JSON.stringify({ time, level, message, ...fields }, plainError)}\n`);
    };
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** An error has no enumerable members: JSON would print it as `{}`. */
function plainError(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}
