/** What of a template is to be made, and whether all of it can be: found out before anything is touched. */
import type { JsonObject } from '../asl/json.ts';
import type { AwsCaller } from '../connectors/aws-caller.ts';
import { DeployError } from './deploy-error.ts';
import { conditionHolds, type ResolveContext } from './resolve.ts';
import { findProvider } from './resource-providers.ts';
import type { StackPlace } from './stack.ts';
import type { Template, TemplateResource } from './template.ts';

type Entry = readonly [id: string, resource: TemplateResource];

/** Those whose condition holds. */
export function activeResources(template: Template, context: ResolveContext): readonly Entry[] {
  return Object.entries(template.resources).filter(
    ([, { Condition }]) => Condition === undefined || conditionHolds(Condition, context),
  );
}

/** What conditions see: parameters and pseudo parameters, no resources. */
export function parameterContext(
  template: Template,
  values: JsonObject,
  { region, account }: StackPlace,
  stack: { readonly stackName: string; readonly stackId: string } = { stackName: '', stackId: '' },
): ResolveContext {
  return {
    template,
    parameters: values,
    pseudo: {
      'AWS::Region': region,
      'AWS::AccountId': account,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stack.stackName,
      'AWS::StackId': stack.stackId,
      'AWS::NotificationARNs': [],
    },
    ref: () => undefined,
    attribute: () => undefined,
  };
}

/** @throws {DeployError} UNSUPPORTED, with every fault in one message */
export function requireSupport(resources: readonly Entry[], caller: Pick<AwsCaller, 'supports'>): void {
  const faults = resources.flatMap(([id, resource]) => faultsOf(id, resource, caller));
  if (faults.length > 0) throw new DeployError('UNSUPPORTED', faults.join('\n'));
}

function faultsOf(id: string, resource: TemplateResource, caller: Pick<AwsCaller, 'supports'>): string[] {
  const provider = findProvider(resource.Type);
  if (!provider) return [`[/Resources/${id}] the resource type ${resource.Type} is not supported`];
  const faults: string[] = [];
  const missing = provider.requires.find(([service, operation]) => !caller.supports(service, operation));
  if (missing)
    faults.push(`[/Resources/${id}] ${resource.Type} needs ${missing.join(':')}, which this server does not have`);
  if (provider.takesAnyProperty) return faults;
  for (const name of Object.keys(resource.Properties)) {
    if (!provider.properties.has(name))
      faults.push(`[/Resources/${id}/Properties/${name}] is not supported for ${resource.Type}`);
  }
  return faults;
}
