/** Deploys a template as a stack, and deletes stacks. */
import type { JsonObject } from '../asl/json.ts';
import { DeployError } from './deploy-error.ts';
import { withIncludes } from './includes.ts';
import { readParameters } from './parameters.ts';
import { serviceCalls } from './resource-provider.ts';
import { checkRules } from './rules.ts';
import { samTransform } from './sam/transform.ts';
import {
  type Stack,
  type StackEvent,
  type StackPlace,
  type StackSettings,
  type StackSnapshot,
  type StackTag,
  type StackTools,
  stackKey,
} from './stack.ts';
import { type Blueprint, type DeploymentOptions, StackDeployment } from './stack-deployment.ts';
import { readStoredParameters } from './stored-parameters.ts';
import { activeResources, parameterContext, requireSupport } from './supported-resources.ts';
import { parseTemplateText, readTemplate, type Template } from './template.ts';

export interface DeployRequest extends StackPlace {
  readonly stackName: string;
  readonly template: string;
  readonly templateName?: string;
  readonly parameters: Readonly<Record<string, string>>;
  /** Absent: as before. */
  readonly tags?: readonly StackTag[];
  readonly settings?: StackSettings;
  /** Default: what was done until the failure stays, and the next deployment goes on from there. */
  readonly onFailure?: DeploymentOptions['onFailure'];
  readonly onEvent: (event: StackEvent) => void;
  readonly onStatus?: (stack: Stack) => void;
}

/** A template that was read and found right, with the values of its parameters. */
export interface PreparedStack {
  readonly blueprint: Blueprint;
  /** As given or by default; lists are arrays. */
  readonly parameters: JsonObject;
  readonly given: Readonly<Record<string, string>>;
  readonly description?: string;
}

/** Reads and checks everything that can be checked before anything is touched. @throws {DeployError} */
export async function prepareStack(
  request: Omit<DeployRequest, 'onEvent'>,
  tools: StackTools,
  existing: Stack | undefined = tools.stacks.get(stackKey(request.stackName, request)),
): Promise<PreparedStack> {
  const name = request.templateName ?? 'template';
  const services = serviceCalls(tools.caller, request.region, request.account);
  const source = parseTemplateText(request.template, name);
  const text = await withIncludes(source, services, { ...existing?.given, ...request.parameters });
  const template = samTransform(readTemplate(text, name));
  const parameters = readParameters(template, request.parameters, existing?.given ?? {});
  const values = await readStoredParameters(template, parameters, services);
  checkRules(text['Rules'], template, values, request);
  requireSupport(activeResources(template, parameterContext(template, values, request)), tools.caller);
  return {
    blueprint: { template, values, tags: request.tags ?? existing?.tags ?? [] },
    parameters,
    given: remembered(template, { ...existing?.given, ...request.parameters }),
    ...(typeof text['Description'] === 'string' && { description: text['Description'] }),
  };
}

/** A stack that has no resources and never had any that lasted. */
const NOTHING_YET: ReadonlySet<string> = new Set(['REVIEW_IN_PROGRESS', 'ROLLBACK_COMPLETE']);

/** Creates or updates a stack. @throws {DeployError} when it cannot go on; what was done until then is recorded. */
export async function deployStack(request: DeployRequest, tools: StackTools): Promise<Stack> {
  checkName(request.stackName);
  const existing = tools.stacks.get(stackKey(request.stackName, request));
  const prepared = await prepareStack(request, tools, existing);
  const isNew = existing === undefined || NOTHING_YET.has(existing.status);
  const { region, account, onEvent, onStatus, onFailure = 'DO_NOTHING' } = request;
  const stack: Stack = {
    ...newStack(request.stackName, request, tools, existing),
    ...request.settings,
    description: prepared.description,
    parameters: prepared.parameters,
    given: prepared.given,
    tags: prepared.blueprint.tags,
    template: request.template,
    ...(!isNew && existing && { before: existing.before ?? snapshotOf(existing) }),
  };
  const deployment = new StackDeployment(stack, prepared.blueprint, {
    ...{ tools, region, account, onEvent, onStatus, onFailure },
    ...(stack.before && { previous: () => blueprintOf(stack.before as StackSnapshot, request, tools) }),
  });
  try {
    return await deployment.run(isNew);
  } catch (error) {
    if (onFailure === 'DELETE' && deployment.stack.status === 'ROLLBACK_COMPLETE')
      await tools.stacks.delete(stackKey(request.stackName, request));
    throw error;
  }
}

/** The record of a stack that nothing was deployed to yet, or what there is of it. */
export function newStack(
  stackName: string,
  { region, account }: StackPlace,
  tools: Pick<StackTools, 'now' | 'newId'>,
  existing?: Stack,
): Stack {
  const now = tools.now();
  if (existing) return { ...existing, updatedMs: now };
  return {
    stackName,
    stackId: `arn:aws:cloudformation:${region}:${account}:stack/${stackName}/${tools.newId()}`,
    status: 'REVIEW_IN_PROGRESS',
    resources: {},
    doomed: [],
    parameters: {},
    given: {},
    outputs: {},
    template: '',
    createdMs: now,
    updatedMs: now,
  };
}

/** Deletes a stack's resources, last made first. Retained ones stay. */
export async function deleteStack(
  stackName: string,
  place: StackPlace & Pick<DeployRequest, 'onEvent' | 'onStatus'> & { keep?: ReadonlySet<string> },
  tools: StackTools,
): Promise<boolean> {
  const key = stackKey(stackName, place);
  const stack = tools.stacks.get(key);
  if (!stack) return false;
  const { region, account, onEvent, onStatus, keep } = place;
  const nothing: Blueprint = { template: EMPTY, values: {}, tags: [] };
  const options = { tools, region, account, onEvent, onStatus, onFailure: 'DO_NOTHING' as const };
  const deployment = new StackDeployment(stack, nothing, options);
  await deployment.removeAll(keep);
  await tools.stacks.delete(key);
  return true;
}

/** @throws {DeployError} */
export function checkName(stackName: string): void {
  if (/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stackName)) return;
  throw new DeployError(
    'INVALID_PARAMETER',
    `'${stackName}' is not a stack name: letters, digits and hyphens, first a letter, at most 128`,
  );
}

const EMPTY: Template = {
  transforms: [],
  globals: {},
  parameters: {},
  mappings: {},
  conditions: {},
  resources: {},
  outputs: {},
};

export function snapshotOf(stack: Stack): StackSnapshot {
  const { template, parameters, given, tags, resources, outputs, imports } = stack;
  return { template, parameters, given, tags, resources, outputs, imports };
}

export async function blueprintOf(snapshot: StackSnapshot, place: StackPlace, tools: StackTools): Promise<Blueprint> {
  const services = serviceCalls(tools.caller, place.region, place.account);
  const text = await withIncludes(parseTemplateText(snapshot.template, 'template'), services, snapshot.given ?? {});
  const template = samTransform(readTemplate(text, 'template'));
  const values = await readStoredParameters(template, snapshot.parameters, services);
  return { template, values, tags: snapshot.tags ?? [] };
}

/** Without those of parameters that the template no longer has. */
function remembered(template: Template, given: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(given).filter(([name]) => name in template.parameters));
}
