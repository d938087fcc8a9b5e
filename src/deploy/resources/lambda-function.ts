/** AWS::Lambda::Function. Code and configuration are updated in place; another name is another function. */

import { zipSync } from 'fflate';
import type { Json, JsonObject } from '../../asl/json.ts';
import { NODE_RESPONSE, PYTHON_RESPONSE } from '../cfn-response.ts';
import {
  pick,
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  tagMap,
  textOf,
} from '../resource-provider.ts';

const CONFIGURATION = [
  'Handler',
  'Runtime',
  'Description',
  'MemorySize',
  'Timeout',
  'Environment',
  'Role',
  'EphemeralStorage',
  'TracingConfig',
  'LoggingConfig',
  'DeadLetterConfig',
  'VpcConfig',
];

export const lambdaFunction: ResourceProvider = {
  type: 'AWS::Lambda::Function',
  properties: new Set([
    ...CONFIGURATION,
    'FunctionName',
    'Code',
    'Tags',
    'Architectures',
    'PackageType',
    'ReservedConcurrentExecutions',
  ]),
  requires: [['lambda', 'CreateFunction']],
  async create(request) {
    const name = textOf(request.properties, 'FunctionName') ?? request.generatedName.slice(0, 64);
    const made = await request.services.attempt(
      'lambda',
      'CreateFunction',
      {
        ...configuration(request.properties),
        ...pick(request.properties, ['Architectures', 'PackageType']),
        FunctionName: name,
        Code: code(request.properties),
        Tags: tagMap(request.properties['Tags']),
      },
      ['ResourceConflictException'],
    );
    if (made === undefined) await update(name, request);
    await setConcurrency(name, request);
    return describe(name, request);
  },
  async update(request, previous) {
    const name = textOf(request.properties, 'FunctionName');
    if (name !== undefined && name !== previous.physicalId) return 'REPLACE';
    await update(previous.physicalId, request);
    await setConcurrency(previous.physicalId, request);
    return describe(previous.physicalId, request);
  },
  async delete(request, { physicalId }) {
    await request.services.attempt('lambda', 'DeleteFunction', { FunctionName: physicalId }, [
      'ResourceNotFoundException',
    ]);
  },
};

async function update(name: string, request: ResourceRequest): Promise<void> {
  await request.services.call('lambda', 'UpdateFunctionConfiguration', {
    ...configuration(request.properties),
    FunctionName: name,
  });
  await request.services.call('lambda', 'UpdateFunctionCode', { ...code(request.properties), FunctionName: name });
}

async function setConcurrency(name: string, request: ResourceRequest): Promise<void> {
  const reserved = request.properties['ReservedConcurrentExecutions'];
  if (reserved === undefined) return;
  await request.services.call('lambda', 'PutFunctionConcurrency', {
    FunctionName: name,
    ReservedConcurrentExecutions: Number(reserved),
  });
}

/** Template authors write numbers as text at times; the API wants numbers. */
function configuration(properties: JsonObject): Record<string, Json> {
  const picked = pick(properties, CONFIGURATION);
  for (const name of ['MemorySize', 'Timeout']) if (picked[name] !== undefined) picked[name] = Number(picked[name]);
  const environment = picked['Environment'] as JsonObject | undefined;
  if (environment?.['Variables']) {
    const variables = Object.entries(environment['Variables'] as JsonObject);
    picked['Environment'] = { Variables: Object.fromEntries(variables.map(([name, value]) => [name, String(value)])) };
  }
  return picked;
}

function code(properties: JsonObject): Record<string, unknown> {
  const given = (properties['Code'] ?? {}) as JsonObject;
  if (typeof given['ZipFile'] !== 'string') return { ...given };
  const text = given['ZipFile'];
  const isPython = String(properties['Runtime']).startsWith('python');
  const encode = (content: string): Uint8Array => new TextEncoder().encode(content);
  const responder: Record<string, Uint8Array> = isPython
    ? { 'cfnresponse.py': encode(PYTHON_RESPONSE) }
    : { 'node_modules/cfn-response/index.js': encode(NODE_RESPONSE) };
  const answers = /cfn-?response/.test(text);
  return { ZipFile: zipSync({ [isPython ? 'index.py' : 'index.js']: encode(text), ...(answers && responder) }) };
}

async function describe(name: string, request: ResourceRequest): Promise<ResourceInstance> {
  const configured = await request.services.call('lambda', 'GetFunctionConfiguration', { FunctionName: name });
  return { physicalId: name, ref: name, attributes: { Arn: String(configured['FunctionArn']) } };
}
