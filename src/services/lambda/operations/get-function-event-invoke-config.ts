/** GetFunctionEventInvokeConfig. */
import type { Operation } from '../../../gateway/operation.ts';
import { configView, type EventInvokeInput, placeOf, requireConfig } from '../event-invoke-config.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';

export function getFunctionEventInvokeConfig({
  store,
  eventInvokeConfigs,
}: LambdaDependencies): Operation<EventInvokeInput> {
  return (input, context) => {
    const { key, arn } = placeOf(store, input, context);
    return configView(requireConfig(eventInvokeConfigs, key, arn));
  };
}
