/** PutFunctionEventInvokeConfig replaces the whole configuration. */
import type { Operation } from '../../../gateway/operation.ts';
import { configOf, configView, type EventInvokeInput, placeFor } from '../event-invoke-config.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';

export function putFunctionEventInvokeConfig({
  store,
  eventInvokeConfigs,
  clock,
}: LambdaDependencies): Operation<EventInvokeInput> {
  return async (input, context) => {
    const { key, arn } = placeFor(store, input, context);
    const config = configOf(input, { functionArn: arn }, clock.now());
    await eventInvokeConfigs.put(key, config);
    return configView(config);
  };
}
