/** The role that SAM makes for a function or state machine that names none. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { isObject, type TemplateResource } from '../template.ts';
import { expandPolicyTemplate } from './policy-templates.ts';

export function roleFor(
  id: string,
  principal: string,
  basicPolicies: readonly string[],
  policies: Json | undefined,
): TemplateResource {
  const list: readonly Json[] =
    policies === undefined ? [] : Array.isArray(policies) ? (policies as readonly Json[]) : [policies];
  const managed: Json[] = [...basicPolicies];
  const inline: Json[] = [];
  for (const [index, policy] of list.entries()) {
    if (typeof policy === 'string')
      managed.push(policy.startsWith('arn:') ? policy : `arn:aws:iam::aws:policy/${policy}`);
    else if (isObject(policy) && 'Statement' in policy)
      inline.push({ PolicyName: `${id}RolePolicy${index}`, PolicyDocument: policy });
    else if (isObject(policy) && ('Ref' in policy || Object.keys(policy)[0]?.startsWith('Fn::'))) managed.push(policy);
    else if (isObject(policy))
      inline.push({ PolicyName: `${id}RolePolicy${index}`, PolicyDocument: expandPolicyTemplate(id, policy) });
    else
      throw new DeployError(
        'INVALID_TEMPLATE',
        `[/Resources/${id}/Properties/Policies/${index}] must be a policy, a policy template or a name`,
      );
  }
  const properties: Record<string, Json> = {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: { Service: [principal] }, Action: ['sts:AssumeRole'] }],
    },
    ManagedPolicyArns: managed,
  };
  if (inline.length > 0) properties['Policies'] = inline;
  return { Type: 'AWS::IAM::Role', Properties: properties as JsonObject, DependsOn: [] };
}
