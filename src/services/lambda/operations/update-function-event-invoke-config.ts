/** UpdateFunctionEventInvokeConfig changes what it is given. */
import type { Operation } from '../../../gateway/operation.ts';
import { configOf, configView, type EventInvokeInput, placeFor, requireConfig } from '../event-invoke-config.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';

export function updateFunctionEventInvokeConfig({
  store,
  eventInvokeConfigs,
  clock,
}: LambdaDependencies): Operation<EventInvokeInput> {
  return async (input, context) => {
    const { key, arn } = placeFor(store, input, context);
    const config = configOf(input, requireConfig(eventInvokeConfigs, key, arn), clock.now());
    await eventInvokeConfigs.put(key, config);
    return configView(config);
  };
}
