import type { Operation } from '../../../gateway/operation.ts';
import { type BusRecord, busArn, busNameOf } from '../event-records.ts';
import type { RuleBook } from '../rule-book.ts';

export function describeEventBus(rules: RuleBook): Operation<{ readonly Name?: string }> {
  return (input, place) => busView(rules.bus(place, busNameOf(input.Name)));
}

export function busView(bus: BusRecord) {
  return {
    Name: bus.name,
    Arn: busArn(bus, bus.name),
    Description: bus.description,
    Policy: bus.policy && JSON.stringify(bus.policy),
    CreationTime: bus.createdMs === undefined ? undefined : new Date(bus.createdMs),
    LastModifiedTime: bus.modifiedMs === undefined ? undefined : new Date(bus.modifiedMs),
  };
}
