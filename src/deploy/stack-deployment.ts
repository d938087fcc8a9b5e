/**
 * One run over a stack: resources in order of their dependencies, created, updated in place, replaced or deleted, and back again if it fails.
 *
 * 1. Everything that can be refused is refused before anything is touched.
 * 2. The stack's record is written after every resource, so a deployment that is cut off goes on where it was.
 * 3. A resource whose resolved properties are those of last time is left alone.
 * 4. A run that is rolled back leaves the resources that were there as they were, and none beside them.
 */
import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../asl/json.ts';
import { DeployError } from './deploy-error.ts';
import { resolveDynamicReferences } from './dynamic-references.ts';
import { checkExports, listExports } from './exports.ts';
import { orderResources } from './order-resources.ts';
import { conditionHolds, type ResolveContext, resolve } from './resolve.ts';
import {
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  type ServiceCalls,
  serviceCalls,
} from './resource-provider.ts';
import { findProvider } from './resource-providers.ts';
import {
  type Stack,
  type StackEvent,
  type StackOutput,
  type StackPlace,
  type StackResource,
  type StackSnapshot,
  type StackTag,
  type StackTools,
  stackKey,
} from './stack.ts';
import { withStackTags } from './stack-tag-properties.ts';
import { activeResources, requireSupport } from './supported-resources.ts';
import type { Template } from './template.ts';

/** A template with what its parameters are. */
export interface Blueprint {
  readonly template: Template;
  /** Values of parameters as `Ref` yields them. */
  readonly values: JsonObject;
  readonly tags: readonly StackTag[];
}

export interface DeploymentOptions extends StackPlace {
  readonly tools: StackTools;
  readonly onEvent: (event: StackEvent) => void;
  /** After the status is on disk. */
  readonly onStatus?: (stack: Stack) => void;
  readonly onFailure: 'ROLLBACK' | 'DO_NOTHING' | 'DELETE';
  /** What a failed update goes back to. */
  readonly previous?: () => Promise<Blueprint>;
}

export class StackDeployment {
  readonly #options: DeploymentOptions;
  readonly #imports = new Set<string>();
  #blueprint: Blueprint;
  #context: ResolveContext;
  #stack: Stack;

  constructor(stack: Stack, blueprint: Blueprint, options: DeploymentOptions) {
    this.#options = options;
    this.#blueprint = blueprint;
    this.#stack = stack;
    this.#context = this.#contextOf(blueprint);
  }

  get stack(): Stack {
    return this.#stack;
  }

  /** Runs the blueprint. `isNew`: nothing was deployed before. */
  async run(isNew: boolean): Promise<Stack> {
    const wanted = this.#wantedResources();
    const verb = isNew ? 'CREATE' : 'UPDATE';
    try {
      await this.#save({ status: `${verb}_IN_PROGRESS`, reason: undefined });
      for (const id of wanted) await this.#deployResource(id);
      const outputs = this.#outputs();
      checkExports(this.#stack, outputs, this.#options.tools, this.#options);
      const gone =
        Object.keys(this.#stack.resources).some((id) => !wanted.includes(id)) || this.#stack.doomed.length > 0;
      if (gone && !isNew) await this.#save({ status: 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS' });
      await this.#removeUnwanted(new Set(wanted));
      const imports = [...this.#imports].sort();
      await this.#save({ outputs, imports, status: `${verb}_COMPLETE`, before: undefined });
      return this.#stack;
    } catch (error) {
      await this.#giveUp(isNew, error);
      throw error;
    }
  }

  /** Deletes every resource but those that are to stay. */
  async removeAll(keep: ReadonlySet<string> = new Set()): Promise<void> {
    await this.#save({ status: 'DELETE_IN_PROGRESS', reason: undefined });
    try {
      checkExports(this.#stack, {}, this.#options.tools, this.#options);
      const kept = Object.entries(this.#stack.resources).map(([id, resource]): [string, StackResource] => [
        id,
        keep.has(id) ? { ...resource, retain: true } : resource,
      ]);
      await this.#save({ resources: Object.fromEntries(kept) });
      await this.#removeUnwanted(new Set());
    } catch (error) {
      await this.#save({ status: 'DELETE_FAILED', reason: (error as Error).message });
      throw error;
    }
  }

  /** Logical ids in the order of their dependencies; every type and property was seen to be supported. */
  #wantedResources(): readonly string[] {
    const { template } = this.#blueprint;
    const active = activeResources(template, this.#context);
    requireSupport(active, this.#options.tools.caller);
    return orderResources(
      active.map(([id]) => id),
      template,
    );
  }

  async #giveUp(isNew: boolean, error: unknown): Promise<void> {
    const reason = (error as Error).message;
    const verb = isNew ? 'CREATE' : 'UPDATE';
    if (this.#options.onFailure === 'DO_NOTHING') {
      await this.#save({ status: `${verb}_FAILED`, reason });
      return;
    }
    const rollback = isNew ? 'ROLLBACK' : 'UPDATE_ROLLBACK';
    await this.#save({ status: `${rollback}_IN_PROGRESS`, reason });
    try {
      if (isNew) await this.#undo();
      else await this.#restore();
      await this.#save({ status: `${rollback}_COMPLETE`, before: undefined });
    } catch (second) {
      await this.#save({ status: `${rollback}_FAILED`, reason: `${reason}; and then: ${(second as Error).message}` });
    }
  }

  /** What is kept `RetainExceptOnCreate` goes when it was just made. */
  async #undo(): Promise<void> {
    const { template } = this.#blueprint;
    const resources = Object.entries(this.#stack.resources).map(([id, resource]): [string, StackResource] => [
      id,
      template.resources[id]?.DeletionPolicy === 'RetainExceptOnCreate' ? { ...resource, retain: false } : resource,
    ]);
    await this.#save({ resources: Object.fromEntries(resources) });
    await this.#removeUnwanted(new Set());
  }

  /** Undoes what was done since the snapshot, last done first: new ones go, changed ones get their old properties, replaced ones come back. */
  async #restore(): Promise<void> {
    const { before } = this.#stack;
    if (!before || !this.#options.previous) return;
    const touched = Object.keys(this.#stack.resources).reverse();
    this.#blueprint = await this.#options.previous();
    const now = this.#stack.resources;
    const isReplaced = (id: string): boolean => before.resources[id]?.physicalId !== now[id]?.physicalId;
    const made = touched.filter((id) => isReplaced(id)).map((id) => now[id]!);
    const back = new Set(Object.values(before.resources).map(({ physicalId }) => physicalId));
    const merged = { ...now };
    for (const id of touched) {
      if (!(id in before.resources)) delete merged[id];
      else if (isReplaced(id)) merged[id] = before.resources[id]!;
    }
    const doomed = [...this.#stack.doomed.filter(({ physicalId }) => !back.has(physicalId)), ...made];
    await this.#save({ resources: merged, doomed, ...snapshotWithout(before) });
    this.#context = this.#contextOf(this.#blueprint);
    for (const id of touched) {
      const old = before.resources[id];
      if (old && now[id]?.propertiesHash !== old.propertiesHash && !isReplaced(id)) await this.#deployResource(id);
    }
    await this.#removeUnwanted(new Set(Object.keys(before.resources)));
  }

  async #deployResource(id: string): Promise<void> {
    const resource = this.#blueprint.template.resources[id]!;
    const provider = findProvider(resource.Type)!;
    const properties = await this.#propertiesOf(id, provider);
    const previous = this.#stack.resources[id];
    const propertiesHash = createHash('sha256').update(JSON.stringify(properties)).digest('hex');
    const emit = (status: StackEvent['status'], more: Partial<StackEvent> = {}): void =>
      this.#options.onEvent({ logicalId: id, type: resource.Type, status, ...more });
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
        retainReplaced: resource.UpdateReplacePolicy?.startsWith('Retain'),
        updatedMs: this.#options.tools.now(),
      };
      await this.#save({ resources: { ...this.#stack.resources, [id]: next } });
      emit(previous ? 'UPDATED' : 'CREATED', { physicalId: next.physicalId });
    } catch (error) {
      emit('FAILED', { reason: (error as Error).message, during: previous ? 'UPDATE' : 'CREATE' });
      throw withResource(error, id, resource.Type);
    }
  }

  async #propertiesOf(id: string, provider: ResourceProvider): Promise<JsonObject> {
    const resource = this.#blueprint.template.resources[id]!;
    const properties = withStackTags(
      provider,
      resolve(resource.Properties, this.#context) as JsonObject,
      this.#blueprint.tags,
    );
    try {
      return (await resolveDynamicReferences(properties, this.#services)) as JsonObject;
    } catch (error) {
      throw withResource(error, id, resource.Type);
    }
  }

  get #services(): ServiceCalls {
    return serviceCalls(this.#options.tools.caller, this.#options.region, this.#options.account);
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
    if (previous && previous.physicalId !== made.physicalId) {
      const { retainReplaced = previous.retain } = previous;
      await this.#save({ doomed: [...this.#stack.doomed, { ...previous, retain: retainReplaced }] });
    }
    return { ...made, generation: previous ? generation + 1 : generation };
  }

  async #removeUnwanted(wanted: ReadonlySet<string>): Promise<void> {
    const removed = Object.values(this.#stack.resources).filter((resource) => !wanted.has(resource.logicalId));
    const resources = Object.fromEntries(Object.entries(this.#stack.resources).filter(([id]) => wanted.has(id)));
    await this.#save({ resources, doomed: [...this.#stack.doomed, ...removed] });
    for (const resource of [...this.#stack.doomed].reverse()) {
      await this.#remove(resource);
      await this.#save({ doomed: this.#stack.doomed.filter((other) => other !== resource) });
    }
  }

  async #remove(resource: StackResource): Promise<void> {
    const event = { logicalId: resource.logicalId, type: resource.type, physicalId: resource.physicalId };
    if (resource.retain) {
      this.#options.onEvent({ ...event, status: 'RETAINED' });
      return;
    }
    this.#options.onEvent({ ...event, status: 'DELETING' });
    try {
      await findProvider(resource.type)?.delete(this.#place(resource.logicalId, resource.generation), resource);
    } catch (error) {
      this.#options.onEvent({ ...event, status: 'FAILED', reason: (error as Error).message, during: 'DELETE' });
      throw withResource(error, resource.logicalId, resource.type);
    }
    this.#options.onEvent({ ...event, status: 'DELETED' });
  }

  #contextOf({ template, values }: Blueprint): ResolveContext {
    const { region, account } = this.#options;
    const { stackName, stackId, notificationArns = [] } = this.#stack;
    return {
      template,
      parameters: values,
      pseudo: {
        'AWS::Region': region,
        'AWS::AccountId': account,
        'AWS::Partition': 'aws',
        'AWS::URLSuffix': 'amazonaws.com',
        'AWS::StackName': stackName,
        'AWS::StackId': stackId,
        'AWS::NotificationARNs': notificationArns,
      },
      ref: (id) => this.#stack.resources[id]?.ref,
      attribute: (id, name) => this.#stack.resources[id]?.attributes[name],
      importValue: (name) => {
        const found = listExports(this.#options.tools, this.#options).find((one) => one.name === name);
        if (found) this.#imports.add(name);
        return found?.value;
      },
    };
  }

  #place(logicalId: string, generation: number): Omit<ResourceRequest, 'properties'> {
    const { region, account, tools } = this.#options;
    const { stackName, stackId } = this.#stack;
    const suffix = createHash('sha256')
      .update(`${stackId}/${logicalId}/${generation}`)
      .digest('hex')
      .slice(0, 12)
      .toUpperCase();
    return {
      logicalId,
      stackName,
      stackId,
      region,
      account,
      presign: tools.presign,
      newId: tools.newId,
      generatedName: `${`${stackName}-${logicalId}`.slice(0, 50)}-${suffix}`,
      services: this.#services,
    };
  }

  #outputs(): Readonly<Record<string, StackOutput>> {
    const outputs: Record<string, StackOutput> = {};
    for (const [name, output] of Object.entries(this.#blueprint.template.outputs)) {
      if (typeof output['Condition'] === 'string' && !conditionHolds(output['Condition'], this.#context)) continue;
      const exported = output['Export'] as JsonObject | undefined;
      outputs[name] = {
        value: textOf(resolve(output['Value'] as Json, this.#context)),
        description: output['Description'] as string | undefined,
        ...(exported && { exportName: textOf(resolve(exported['Name'] as Json, this.#context)) }),
      };
    }
    return outputs;
  }

  async #save(change: Partial<Stack>): Promise<void> {
    const { tools, onStatus } = this.#options;
    this.#stack = { ...this.#stack, ...change, updatedMs: tools.now() };
    await tools.stacks.put(stackKey(this.#stack.stackName, this.#options), this.#stack);
    if (change.status !== undefined) onStatus?.(this.#stack);
  }
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function withResource(error: unknown, id: string, type: string): unknown {
  if (!(error instanceof DeployError) || error.code !== 'RESOURCE_FAILED') return error;
  return new DeployError('RESOURCE_FAILED', `${id} (${type}): ${error.message}`);
}

/** Resources are merged, not taken over. */
function snapshotWithout({ resources: _merged, ...rest }: StackSnapshot): Omit<StackSnapshot, 'resources'> {
  return rest;
}
