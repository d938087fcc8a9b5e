/**
 * Breaks the circle of the composition: connectors call services, services stand on the engine, the engine runs connectors. The caller
 * that connectors hold is told of the services once they exist.
 */
import type { AwsCaller } from '../connectors/aws-caller.ts';

export interface LateCaller extends AwsCaller {
  bind(caller: AwsCaller): void;
}

export function createLateCaller(): LateCaller {
  let bound: AwsCaller | undefined;
  const caller = (): AwsCaller => {
    if (!bound) throw new Error('A service was called before the services were composed');
    return bound;
  };
  return {
    bind(next) {
      bound = next;
    },
    call: (request) => caller().call(request),
    supports: (service, operation) => caller().supports(service, operation),
  };
}
