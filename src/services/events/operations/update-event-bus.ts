import type { Operation } from '../../../gateway/operation.ts';
import { busArn, busNameOf } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';
import { type CreateEventBusInput, refuseUnsupported } from './create-event-bus.ts';

export function updateEventBus(rules: RuleBook): Operation<Partial<CreateEventBusInput>> {
  return async (input, { account, region }) => {
    refuseUnsupported(input);
    const name = busNameOf(input.Name);
    const bus = rules.bus({ account, region }, name);
    const description = input.Description ?? bus.description;
    await rules.saveBus({ ...bus, description, modifiedMs: rules.clock.now() });
    return { Arn: busArn(bus, name), Name: name, Description: description };
  };
}
