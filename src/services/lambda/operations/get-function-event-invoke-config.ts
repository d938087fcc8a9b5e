/** GetFunctionEventInvokeConfig. */
import type { Operation } from '../../../gateway/operation.ts';
import { configView, type EventInvokeInput, locate, requireConfig } from '../event-invoke-config.ts';
import type { LambdaDependencies } from '../lambda-dependencies.ts';

export function getFunctionEventInvokeConfig({
  store,
  eventInvokeConfigs,
}: LambdaDependencies): Operation<EventInvokeInput> {
  return (input, context) => {
    const { key, arn } = locate(store, input, context);
    return configView(requireConfig(eventInvokeConfigs, key, arn));
  };
}
