/** AWS::CloudFormation::Stack: a stack within a stack, whose outputs are its attributes. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import type { ResourceInstance, ResourceProvider, ResourceRequest } from '../resource-provider.ts';

const CAPABILITIES = ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM', 'CAPABILITY_AUTO_EXPAND'];
const POLL_MS = 20;

export const nestedStack: ResourceProvider = {
  type: 'AWS::CloudFormation::Stack',
  properties: new Set(['TemplateURL', 'Parameters', 'Tags']),
  requires: [
    ['cloudformation', 'CreateStack'],
    ['cloudformation', 'DeleteStack'],
  ],
  async create(request) {
    const StackName = request.generatedName;
    const made = await request.services.attempt('cloudformation', 'CreateStack', { StackName, ...input(request) }, [
      'AlreadyExistsException',
    ]);
    if (!made) await update(request, StackName);
    return settled(request, StackName);
  },
  async update(request, { physicalId }) {
    await update(request, physicalId);
    return settled(request, physicalId);
  },
  async delete({ services }, { physicalId: StackName }) {
    await services.call('cloudformation', 'DeleteStack', { StackName });
    for (;;) {
      const stack = await describe(services, StackName);
      if (!stack || stack['StackStatus'] === 'DELETE_COMPLETE') return;
      if (stack['StackStatus'] === 'DELETE_FAILED')
        throw new DeployError('RESOURCE_FAILED', `${stack['StackName']}: ${stack['StackStatusReason']}`);
      await pause(POLL_MS);
    }
  },
};

function input({ properties }: ResourceRequest): Record<string, unknown> {
  const { TemplateURL, Parameters = {}, Tags = [] } = properties;
  const given = Object.entries(Parameters as JsonObject).map(([ParameterKey, value]) => ({
    ParameterKey,
    ParameterValue: Array.isArray(value) ? value.join(',') : String(value),
  }));
  return { TemplateURL, Parameters: given, Tags, Capabilities: CAPABILITIES };
}

async function update(request: ResourceRequest, StackName: string): Promise<void> {
  try {
    await request.services.call('cloudformation', 'UpdateStack', { StackName, ...input(request) });
  } catch (error) {
    if (!(error instanceof DeployError) || !error.message.includes('No updates are to be performed')) throw error;
  }
}

async function settled(request: ResourceRequest, StackName: string): Promise<ResourceInstance> {
  for (;;) {
    const stack = await describe(request.services, StackName);
    const status = String(stack?.['StackStatus']);
    if (stack && (status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE')) return instance(stack);
    if (!stack || !status.endsWith('_IN_PROGRESS')) {
      const reason = stack?.['StackStatusReason'] ?? 'it is gone';
      if (stack && status === 'ROLLBACK_COMPLETE')
        await request.services.call('cloudformation', 'DeleteStack', { StackName });
      throw new DeployError('RESOURCE_FAILED', `Embedded stack ${StackName} was not successfully deployed: ${reason}`);
    }
    await pause(POLL_MS);
  }
}

async function describe(
  services: ResourceRequest['services'],
  StackName: string,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const found = await services.attempt('cloudformation', 'DescribeStacks', { StackName }, ['ValidationError']);
  return (found?.['Stacks'] as readonly Readonly<Record<string, unknown>>[] | undefined)?.[0];
}

function instance(stack: Readonly<Record<string, unknown>>): ResourceInstance {
  const physicalId = String(stack['StackId']);
  const outputs = (stack['Outputs'] ?? []) as readonly { readonly OutputKey: string; readonly OutputValue: string }[];
  const attributes = outputs.map(({ OutputKey, OutputValue }): [string, Json] => [`Outputs.${OutputKey}`, OutputValue]);
  return { physicalId, ref: physicalId, attributes: Object.fromEntries(attributes) };
}
