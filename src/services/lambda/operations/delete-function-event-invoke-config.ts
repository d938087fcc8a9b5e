/** DeleteFunctionEventInvokeConfig. */
import type { Operation } from '../../../gateway/operation.ts';
import { type EventInvokeInput, placeOf, requireConfig } from '../event-invoke-config.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';

export function deleteFunctionEventInvokeConfig({
  store,
  eventInvokeConfigs,
}: LambdaDependencies): Operation<EventInvokeInput> {
  return async (input, context) => {
    const { key, arn } = placeOf(store, input, context);
    requireConfig(eventInvokeConfigs, key, arn);
    await eventInvokeConfigs.delete(key);
    return {};
  };
}
