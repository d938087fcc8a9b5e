/**
 * `Auth.UsagePlan` of an API with `CreateUsagePlan: PER_API`: a plan for its stage, and a key with the plan's use.
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiusageplan.html
 */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { isObject, type TemplateResource } from '../template.ts';
import type { Expansion } from './transform.ts';

const OF_PLAN = ['Description', 'Quota', 'Tags', 'Throttle', 'UsagePlanName'];

/** Nothing without a plan, or with `CreateUsagePlan: NONE`. */
export function usagePlanOf(apiId: string, stageId: string, auth: Json | undefined): Expansion {
  const plan = isObject(auth) ? auth['UsagePlan'] : undefined;
  if (!isObject(plan) || plan['CreateUsagePlan'] === 'NONE') return {};
  if (plan['CreateUsagePlan'] !== 'PER_API') {
    throw new DeployError(
      'UNSUPPORTED',
      `[/Resources/${apiId}/Properties/Auth/UsagePlan] CreateUsagePlan ${String(plan['CreateUsagePlan'])} is not supported: PER_API or NONE, or write an AWS::ApiGateway::UsagePlan`,
    );
  }
  const properties: Record<string, Json> = { ApiStages: [{ ApiId: { Ref: apiId }, Stage: { Ref: stageId } }] };
  for (const name of OF_PLAN) if (plan[name] !== undefined) properties[name] = plan[name];
  const [planId, keyId] = [`${apiId}UsagePlan`, `${apiId}ApiKey`];
  const stageKeys: JsonObject[] = [{ RestApiId: { Ref: apiId }, StageName: { Ref: stageId } }];
  return {
    [planId]: resource('AWS::ApiGateway::UsagePlan', properties, [apiId]),
    [keyId]: resource('AWS::ApiGateway::ApiKey', { Enabled: true, StageKeys: stageKeys }, [planId]),
    [`${apiId}UsagePlanKey`]: resource(
      'AWS::ApiGateway::UsagePlanKey',
      { KeyId: { Ref: keyId }, KeyType: 'API_KEY', UsagePlanId: { Ref: planId } },
      [planId],
    ),
  };
}

function resource(Type: string, Properties: JsonObject, DependsOn: string[]): TemplateResource {
  return { Type, Properties, DependsOn };
}
