/**
 * Deploys a template as a stack: resources in order of their dependencies, created, updated in place, replaced or deleted.
 *
 * 1. Everything that can be refused is refused before anything is touched.
 * 2. The stack's record is written after every resource, so a deployment that is cut off goes on where it was.
 * 3. A resource whose resolved properties are those of last time is left alone.
 */
import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../asl/json.ts';
import type { AwsCaller } from '../connectors/aws-caller.ts';
import type { RecordCollection } from '../store/records.ts';
import { DeployError } from './deploy-error.ts';
import { resolveDynamicReferences } from './dynamic-references.ts';
import { orderResources } from './order-resources.ts';
import { readParameters } from './parameters.ts';
import { conditionHolds, type ResolveContext, resolve } from './resolve.ts';
import {
  type PresignUrl,
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  type ServiceCalls,
  serviceCalls,
} from './resource-provider.ts';
import { findProvider } from './resource-providers.ts';
import { samTransform } from './sam/transform.ts';
import { readStoredParameters } from './stored-parameters.ts';
import { parseTemplate, type Template } from './template.ts';

export interface StackResource extends ResourceInstance {
  readonly logicalId: string;
  readonly type: string;
  /** Hash of the resolved properties that it was last deployed with. */
  readonly propertiesHash: string;
  /** Counts replacements: part of generated names, so that old and new can stand side by side. */
  readonly generation: number;
  readonly retain?: boolean;
}

export interface Stack {
  readonly stackName: string;
  readonly stackId: string;
  readonly status:
    | 'CREATE_IN_PROGRESS'
    | 'CREATE_COMPLETE'
    | 'CREATE_FAILED'
    | 'UPDATE_IN_PROGRESS'
    | 'UPDATE_COMPLETE'
    | 'UPDATE_FAILED'
    | 'DELETE_IN_PROGRESS'
    | 'DELETE_FAILED';
  readonly resources: Readonly<Record<string, StackResource>>;
  /** Replaced or removed resources that are still to be deleted. */
  readonly doomed: readonly StackResource[];
  readonly parameters: JsonObject;
  /** Those of the parameters that a deployment named. The others follow the template's defaults when these change. */
  readonly given?: Readonly<Record<string, string>>;
  readonly outputs: Readonly<Record<string, { readonly value: string; readonly description?: string }>>;
  readonly template: string;
  readonly createdMs: number;
  readonly updatedMs: number;
}

export interface StackEvent {
  readonly logicalId: string;
  readonly type: string;
  readonly status:
    | 'CREATING'
    | 'CREATED'
    | 'UPDATING'
    | 'UPDATED'
    | 'UNCHANGED'
    | 'REPLACING'
    | 'DELETING'
    | 'DELETED'
    | 'RETAINED'
    | 'FAILED';
  readonly physicalId?: string;
  readonly reason?: string;
}

export interface StackTools {
  readonly caller: AwsCaller;
  readonly stacks: RecordCollection<Stack>;
  readonly now: () => number;
  readonly newId: () => string;
  /** For custom resources, which answer by a PUT to such a URL. */
  readonly presign?: PresignUrl;
}

export interface DeployRequest {
  readonly stackName: string;
  readonly template: string;
  readonly templateName?: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly region: string;
  readonly account: string;
  readonly onEvent: (event: StackEvent) => void;
}

/** Creates or updates a stack. @throws {DeployError} when it cannot go on; what was done until then is recorded. */
export async function deployStack(request: DeployRequest, tools: StackTools): Promise<Stack> {
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(request.stackName)) {
    throw new DeployError(
      'INVALID_PARAMETER',
      `'${request.stackName}' is not a stack name: letters, digits and hyphens, first a letter, at most 128`,
    );
  }
  const template = samTransform(parseTemplate(request.template, request.templateName ?? 'template'));
  const existing = tools.stacks.get(request.stackName);
  const parameters = readParameters(template, request.parameters, existing?.given ?? {});
  const services = serviceCalls(tools.caller, request.region, request.account);
  const values = await readStoredParameters(template, parameters, services);
  const deployment = new StackDeployment(request, tools, template, { parameters, values }, existing);
  return deployment.run();
}

/** Deletes a stack's resources, last made first. Retained ones stay. */
export async function deleteStack(
  stackName: string,
  place: { region: string; account: string; onEvent: DeployRequest['onEvent'] },
  tools: StackTools,
): Promise<boolean> {
  const stack = tools.stacks.get(stackName);
  if (!stack) return false;
  const empty: Template = {
    transforms: [],
    globals: {},
    parameters: {},
    mappings: {},
    conditions: {},
    resources: {},
    outputs: {},
  };
  const deployment = new StackDeployment(
    { stackName, template: '', parameters: {}, ...place },
    tools,
    empty,
    { parameters: {}, values: {} },
    stack,
  );
  await deployment.removeAll();
  await tools.stacks.delete(stackName);
  return true;
}

/** Without those of parameters that the template no longer has. */
function remembered(template: Template, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => name in template.parameters));
}

class StackDeployment {
  readonly #request: DeployRequest;
  readonly #tools: StackTools;
  readonly #template: Template;
  readonly #context: ResolveContext;
  #stack: Stack;

  constructor(
    request: DeployRequest,
    tools: StackTools,
    template: Template,
    { parameters, values }: { readonly parameters: JsonObject; readonly values: JsonObject },
    existing: Stack | undefined,
  ) {
    this.#request = request;
    this.#tools = tools;
    this.#template = template;
    const stackId =
      existing?.stackId ??
      `arn:aws:cloudformation:${request.region}:${request.account}:stack/${request.stackName}/${tools.newId()}`;
    this.#stack = {
      stackName: request.stackName,
      stackId,
      status: existing ? 'UPDATE_IN_PROGRESS' : 'CREATE_IN_PROGRESS',
      resources: existing?.resources ?? {},
      doomed: existing?.doomed ?? [],
      parameters,
      given: remembered(template, { ...existing?.given, ...request.parameters }),
      outputs: existing?.outputs ?? {},
      template: request.template,
      createdMs: existing?.createdMs ?? tools.now(),
      updatedMs: tools.now(),
    };
    this.#context = {
      template,
      parameters: values,
      pseudo: {
        'AWS::Region': request.region,
        'AWS::AccountId': request.account,
        'AWS::Partition': 'aws',
        'AWS::URLSuffix': 'amazonaws.com',
        'AWS::StackName': request.stackName,
        'AWS::StackId': stackId,
        'AWS::NotificationARNs': [],
      },
      ref: (id) => this.#stack.resources[id]?.ref,
      attribute: (id, name) => this.#stack.resources[id]?.attributes[name],
    };
  }

  async run(): Promise<Stack> {
    const wanted = this.#wantedResources();
    const verb = this.#stack.status.startsWith('CREATE') ? 'CREATE' : 'UPDATE';
    try {
      await this.#save({});
      for (const id of wanted) await this.#deployResource(id);
      await this.#removeUnwanted(new Set(wanted));
      await this.#save({ outputs: this.#outputs(), status: `${verb}_COMPLETE` });
      return this.#stack;
    } catch (error) {
      await this.#save({ status: `${verb}_FAILED` });
      throw error;
    }
  }

  async removeAll(): Promise<void> {
    await this.#save({ status: 'DELETE_IN_PROGRESS' });
    try {
      await this.#removeUnwanted(new Set());
    } catch (error) {
      await this.#save({ status: 'DELETE_FAILED' });
      throw error;
    }
  }

  /** Logical ids in the order of their dependencies; every type and property was seen to be supported. */
  #wantedResources(): readonly string[] {
    const active = Object.entries(this.#template.resources).filter(
      ([, resource]) => resource.Condition === undefined || conditionHolds(resource.Condition, this.#context),
    );
    const faults: string[] = [];
    for (const [id, resource] of active) {
      const provider = findProvider(resource.Type);
      if (!provider) faults.push(`[/Resources/${id}] the resource type ${resource.Type} is not supported`);
      const missing = provider?.requires.find(
        ([service, operation]) => !this.#tools.caller.supports(service, operation),
      );
      if (missing)
        faults.push(`[/Resources/${id}] ${resource.Type} needs ${missing.join(':')}, which this server does not have`);
      for (const name of Object.keys(resource.Properties)) {
        if (provider && !provider.takesAnyProperty && !provider.properties.has(name))
          faults.push(`[/Resources/${id}/Properties/${name}] is not supported for ${resource.Type}`);
      }
    }
    if (faults.length > 0) throw new DeployError('UNSUPPORTED', faults.join('\n'));
    return orderResources(
      active.map(([id]) => id),
      this.#template,
    );
  }

  async #deployResource(id: string): Promise<void> {
    const resource = this.#template.resources[id]!;
    const provider = findProvider(resource.Type)!;
    const properties = await this.#propertiesOf(id);
    const previous = this.#stack.resources[id];
    const propertiesHash = createHash('sha256').update(JSON.stringify(properties)).digest('hex');
    const emit = (status: StackEvent['status'], more: Partial<StackEvent> = {}): void =>
      this.#request.onEvent({ logicalId: id, type: resource.Type, status, ...more });
    if (previous && previous.type === resource.Type && previous.propertiesHash === propertiesHash) {
      emit('UNCHANGED', { physicalId: previous.physicalId });
      return;
    }
    try {
      const made = await this.#make(provider, id, properties, previous, emit);
      const next: StackResource = {
        ...made,
        logicalId: id,
        type: resource.Type,
        propertiesHash,
        retain: resource.DeletionPolicy?.startsWith('Retain'),
      };
      await this.#save({ resources: { ...this.#stack.resources, [id]: next } });
      emit(previous ? 'UPDATED' : 'CREATED', { physicalId: next.physicalId });
    } catch (error) {
      emit('FAILED', { reason: (error as Error).message });
      if (error instanceof DeployError && error.code === 'RESOURCE_FAILED')
        throw new DeployError('RESOURCE_FAILED', `${id} (${resource.Type}): ${error.message}`);
      throw error;
    }
  }

  async #propertiesOf(id: string): Promise<JsonObject> {
    const resource = this.#template.resources[id]!;
    try {
      return (await resolveDynamicReferences(
        resolve(resource.Properties, this.#context),
        this.#services,
      )) as JsonObject;
    } catch (error) {
      if (error instanceof DeployError && error.code === 'RESOURCE_FAILED')
        throw new DeployError('RESOURCE_FAILED', `${id} (${resource.Type}): ${error.message}`);
      throw error;
    }
  }

  get #services(): ServiceCalls {
    return serviceCalls(this.#tools.caller, this.#request.region, this.#request.account);
  }

  async #make(
    provider: ResourceProvider,
    id: string,
    properties: JsonObject,
    previous: StackResource | undefined,
    emit: (status: StackEvent['status'], more?: Partial<StackEvent>) => void,
  ): Promise<ResourceInstance & { generation: number }> {
    const generation = previous?.generation ?? 0;
    if (previous && previous.type === provider.type) {
      emit('UPDATING', { physicalId: previous.physicalId });
      const updated = await provider.update({ ...this.#place(id, generation), properties }, previous);
      if (updated !== 'REPLACE') return { ...updated, generation };
    }
    emit(previous ? 'REPLACING' : 'CREATING');
    const made = await provider.create({ ...this.#place(id, previous ? generation + 1 : generation), properties });
    if (previous && previous.physicalId !== made.physicalId)
      await this.#save({ doomed: [...this.#stack.doomed, previous] });
    return { ...made, generation: previous ? generation + 1 : generation };
  }

  async #removeUnwanted(wanted: ReadonlySet<string>): Promise<void> {
    const removed = Object.values(this.#stack.resources).filter((resource) => !wanted.has(resource.logicalId));
    const resources = Object.fromEntries(Object.entries(this.#stack.resources).filter(([id]) => wanted.has(id)));
    await this.#save({ resources, doomed: [...this.#stack.doomed, ...removed] });
    for (const resource of [...this.#stack.doomed].reverse()) {
      const event = { logicalId: resource.logicalId, type: resource.type, physicalId: resource.physicalId };
      if (resource.retain) this.#request.onEvent({ ...event, status: 'RETAINED' });
      else {
        this.#request.onEvent({ ...event, status: 'DELETING' });
        await findProvider(resource.type)?.delete(this.#place(resource.logicalId, resource.generation), resource);
        this.#request.onEvent({ ...event, status: 'DELETED' });
      }
      await this.#save({ doomed: this.#stack.doomed.filter((other) => other !== resource) });
    }
  }

  #place(logicalId: string, generation: number): Omit<ResourceRequest, 'properties'> {
    const { stackName, region, account } = this.#request;
    const suffix = createHash('sha256')
      .update(`${this.#stack.stackId}/${logicalId}/${generation}`)
      .digest('hex')
      .slice(0, 12)
      .toUpperCase();
    return {
      logicalId,
      stackName,
      stackId: this.#stack.stackId,
      region,
      account,
      presign: this.#tools.presign,
      newId: this.#tools.newId,
      generatedName: `${`${stackName}-${logicalId}`.slice(0, 50)}-${suffix}`,
      services: this.#services,
    };
  }

  #outputs(): Stack['outputs'] {
    const outputs: Record<string, { value: string; description?: string }> = {};
    for (const [name, output] of Object.entries(this.#template.outputs)) {
      if (typeof output['Condition'] === 'string' && !conditionHolds(output['Condition'], this.#context)) continue;
      const value = resolve(output['Value'] as Json, this.#context);
      outputs[name] = {
        value: typeof value === 'string' ? value : JSON.stringify(value),
        description: output['Description'] as string | undefined,
      };
    }
    return outputs;
  }

  async #save(change: Partial<Stack>): Promise<void> {
    this.#stack = { ...this.#stack, ...change, updatedMs: this.#tools.now() };
    await this.#tools.stacks.put(this.#stack.stackName, this.#stack);
  }
}
