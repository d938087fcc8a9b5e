/** What the gateway tells its operator. `fields` are data, for structured logs. */
export interface GatewayLogger {
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

export const silentLogger: GatewayLogger = { warn: () => {}, error: () => {} };
