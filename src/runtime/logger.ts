/** Where the server tells its operator what happens. One line per call; `fields` are for programs. */
export interface Logger {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

export type LogFields = { readonly [name: string]: unknown };

export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
