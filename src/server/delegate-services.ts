/** The services as the port sees them: each call goes to whatever core is in place, which a reset may have changed. */
import type { Service } from '../gateway/operation.ts';

export function delegateServices(services: readonly Service[], current: () => readonly Service[]): readonly Service[] {
  return services.map(({ model, operations, checksOwnInput }, index) => ({
    model,
    checksOwnInput,
    operations: Object.fromEntries(
      Object.keys(operations).map((name) => [
        name,
        (input, context) => {
          const operation = current()[index]?.operations[name];
          if (!operation) throw new Error(`The ${model} service has lost its operation ${name}`);
          return operation(input, context);
        },
      ]),
    ),
  }));
}
