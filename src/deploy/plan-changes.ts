/**
 * What a deployment would change, told without touching anything.
 *
 * Old and new properties are compared with their parameters filled in and other resources as mere names: a resource whose text is the same
 * is left out, even if one that it names is going to be replaced.
 */
import type { Json } from '../asl/json.ts';
import { blueprintOf, type PreparedStack, snapshotOf } from './deploy-stack.ts';
import { type ResolveContext, resolve } from './resolve.ts';
import { findProvider } from './resource-providers.ts';
import type { Stack, StackPlace, StackTag, StackTools } from './stack.ts';
import type { Blueprint } from './stack-deployment.ts';
import { withStackTags } from './stack-tag-properties.ts';
import { activeResources, parameterContext } from './supported-resources.ts';
import type { Template, TemplateResource } from './template.ts';

export interface ResourceChange {
  readonly action: 'Add' | 'Modify' | 'Remove';
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string;
  readonly replacement?: 'True' | 'False' | 'Conditional';
  readonly scope: readonly string[];
  /** Names of the properties that differ. */
  readonly properties: readonly string[];
}

export interface StackPlan {
  readonly changes: readonly ResourceChange[];
  /** Outputs, exports and tags count as well. */
  readonly isEmpty: boolean;
}

export async function planChanges(
  { blueprint }: PreparedStack,
  existing: Stack | undefined,
  place: StackPlace & { readonly stackName: string },
  tools: StackTools,
): Promise<StackPlan> {
  const identity = { stackName: place.stackName, stackId: existing?.stackId ?? '' };
  const after = sketch(blueprint, place, identity);
  const isDeployed = existing !== undefined && existing.template !== '';
  const old = isDeployed ? await blueprintOf(snapshotOf(existing), place, tools) : undefined;
  const before = old ? sketch(old, place, identity) : NOTHING;
  const changes = [
    ...[...after.resources].flatMap(([id, resource]) => compare(id, before.resources.get(id), resource, existing)),
    ...[...before.resources].flatMap(([id, { type }]) =>
      after.resources.has(id) ? [] : [removal(id, type, existing)],
    ),
  ];
  const isSame = before.outputs === after.outputs && JSON.stringify(old?.tags ?? []) === JSON.stringify(blueprint.tags);
  return { changes, isEmpty: changes.length === 0 && isSame };
}

interface Sketch {
  readonly resources: ReadonlyMap<string, ResourceSketch>;
  readonly outputs: string;
}

interface ResourceSketch {
  readonly type: string;
  /** JSON text by property; the policies and metadata of the resource under their own names. */
  readonly parts: ReadonlyMap<string, string>;
}

const NOTHING: Sketch = { resources: new Map(), outputs: '{}' };

function sketch(
  { template, values, tags }: Blueprint,
  place: StackPlace,
  identity: { readonly stackName: string; readonly stackId: string },
): Sketch {
  const context: ResolveContext = {
    ...parameterContext(template, values, place, identity),
    ref: (id) => `<${id}>`,
    attribute: (id, name) => `<${id}.${name}>`,
    importValue: (name) => `<import ${name}>`,
  };
  const resources = activeResources(template, context).map(
    ([id, resource]) => [id, { type: resource.Type, parts: partsOf(resource, tags, context) }] as const,
  );
  return { resources: new Map(resources), outputs: textOf(outputsOf(template), context) };
}

const outputsOf = ({ outputs }: Template): Json => outputs as Json;

function partsOf(
  resource: TemplateResource,
  tags: readonly StackTag[],
  context: ResolveContext,
): ReadonlyMap<string, string> {
  const { Type, Properties, DeletionPolicy = null, UpdateReplacePolicy = null } = resource;
  const provider = findProvider(Type);
  const tagged = provider ? withStackTags(provider, Properties, tags) : Properties;
  const parts = Object.entries(tagged).map(([name, value]) => [name, textOf(value, context)] as const);
  return new Map([...parts, [POLICIES, JSON.stringify([DeletionPolicy, UpdateReplacePolicy])]]);
}

const POLICIES = '(policies)';

/** Names of other resources may stand where a list is needed: then the template's own words are compared. */
function textOf(value: Json, context: ResolveContext): string {
  try {
    return JSON.stringify(resolve(value, context));
  } catch {
    return JSON.stringify([value, context.parameters]);
  }
}

function compare(
  logicalId: string,
  before: ResourceSketch | undefined,
  after: ResourceSketch,
  existing: Stack | undefined,
): ResourceChange[] {
  const { type } = after;
  if (!before) return [{ action: 'Add', logicalId, type, scope: [], properties: [] }];
  const physicalId = existing?.resources[logicalId]?.physicalId;
  if (before.type !== type) {
    return [{ action: 'Modify', logicalId, type, physicalId, replacement: 'True', scope: [], properties: [] }];
  }
  const names = new Set([...before.parts.keys(), ...after.parts.keys()]);
  const differing = [...names].filter((name) => before.parts.get(name) !== after.parts.get(name));
  if (differing.length === 0 && physicalId !== undefined) return [];
  if (physicalId === undefined) return [{ action: 'Add', logicalId, type, scope: [], properties: [] }];
  const properties = differing.filter((name) => name !== POLICIES && name !== 'Tags');
  const scope = [
    ...(properties.length > 0 ? ['Properties'] : []),
    ...(differing.includes('Tags') ? ['Tags'] : []),
    ...(differing.includes(POLICIES) ? ['DeletionPolicy'] : []),
  ];
  const replacement = properties.length > 0 ? 'Conditional' : 'False';
  return [{ action: 'Modify', logicalId, type, physicalId, replacement, scope, properties }];
}

function removal(logicalId: string, type: string, existing: Stack | undefined): ResourceChange {
  const physicalId = existing?.resources[logicalId]?.physicalId;
  return {
    action: 'Remove',
    logicalId,
    type,
    ...(physicalId !== undefined && { physicalId }),
    scope: [],
    properties: [],
  };
}
