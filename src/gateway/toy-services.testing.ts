/** Services for the gateway's own tests: each operation answers with what it was given, or with what the test says. */

import { createGateway, type Gateway, type GatewayOptions } from './http-server.ts';
import type { Operation, OperationContext, Service } from './operation.ts';

export interface SeenCall {
  readonly operation: string;
  readonly input: Record<string, unknown>;
  readonly context: OperationContext;
}

export interface Toy extends Service {
  readonly seen: SeenCall[];
}

/** Answers each operation by `answer`; keeps every input. */
export function toyService(model: string, operations: readonly string[], answer: (call: SeenCall) => unknown): Toy {
  const seen: SeenCall[] = [];
  const table = operations.map((operation): [string, Operation] => [
    operation,
    (input: Record<string, unknown>, context) => {
      const call = { operation, input, context };
      seen.push(call);
      return answer(call);
    },
  ]);
  return { model, operations: Object.fromEntries(table), seen };
}

export interface RunningGateway extends AsyncDisposable {
  readonly gateway: Gateway;
  readonly url: string;
  readonly port: number;
  readonly log: { readonly level: 'warn' | 'error'; readonly message: string; readonly fields: unknown }[];
}

export async function startGateway(
  options: Partial<GatewayOptions> & Pick<GatewayOptions, 'services'>,
): Promise<RunningGateway> {
  const log: RunningGateway['log'] = [];
  const gateway = createGateway({
    port: 0,
    logger: {
      warn: (message, fields) => void log.push({ level: 'warn', message, fields }),
      error: (message, fields) => void log.push({ level: 'error', message, fields }),
    },
    ...options,
  });
  const { url, port } = await gateway.start();
  return { gateway, url, port, log, [Symbol.asyncDispose]: () => gateway.stop(100) };
}
