/** `EventInvokeConfig` of a function. A destination that SAM would make itself (no `Destination`) is refused. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { isObject, type TemplateResource } from '../template.ts';

export function eventInvokeConfig(id: string, config: Json, qualifier: Json): TemplateResource {
  if (!isObject(config))
    throw new DeployError('INVALID_TEMPLATE', `[/Resources/${id}/Properties/EventInvokeConfig] must be an object`);
  const { DestinationConfig, MaximumEventAgeInSeconds, MaximumRetryAttempts, ...other } = config;
  const unknown = Object.keys(other)[0];
  if (unknown !== undefined)
    throw new DeployError('UNSUPPORTED', `[/Resources/${id}/Properties/EventInvokeConfig/${unknown}] is not supported`);
  const properties: Record<string, Json> = { FunctionName: { Ref: id }, Qualifier: qualifier };
  if (MaximumEventAgeInSeconds !== undefined) properties['MaximumEventAgeInSeconds'] = MaximumEventAgeInSeconds;
  if (MaximumRetryAttempts !== undefined) properties['MaximumRetryAttempts'] = MaximumRetryAttempts;
  if (isObject(DestinationConfig)) {
    properties['DestinationConfig'] = Object.fromEntries(
      Object.entries(DestinationConfig).map(([end, value]): [string, JsonObject] => {
        const destination = isObject(value) ? value['Destination'] : undefined;
        if (destination === undefined) {
          throw new DeployError(
            'UNSUPPORTED',
            `[/Resources/${id}/Properties/EventInvokeConfig/DestinationConfig/${end}] needs a Destination`,
          );
        }
        return [end, { Destination: destination }];
      }),
    );
  }
  return { Type: 'AWS::Lambda::EventInvokeConfig', Properties: properties, DependsOn: [] };
}
