/**
 * The SAM transform: `AWS::Serverless::*` resources become the CloudFormation resources that AWS would make of them, under AWS's logical ids.
 *
 * 1. Pure: a template comes in, a template without serverless resources goes out.
 * 2. A property or event that is not carried is refused by name; nothing of a template is dropped in silence.
 */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { isObject, type Template, type TemplateResource } from '../template.ts';
import { transformFunction } from './function.ts';
import { transformSimpleTable } from './simple-table.ts';
import { transformStateMachine } from './state-machine.ts';

/** What one serverless resource turns into: resources by logical id. */
export type Expansion = Readonly<Record<string, TemplateResource>>;

type Transformer = (id: string, resource: TemplateResource) => Expansion;

const TRANSFORMERS: Readonly<Record<string, Transformer>> = {
  'AWS::Serverless::Function': transformFunction,
  'AWS::Serverless::StateMachine': transformStateMachine,
  'AWS::Serverless::SimpleTable': transformSimpleTable,
};

const GLOBALS_OF: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'Function',
  'AWS::Serverless::StateMachine': 'StateMachine',
  'AWS::Serverless::SimpleTable': 'SimpleTable',
};

export function samTransform(template: Template): Template {
  if (!template.transforms.includes('AWS::Serverless-2016-10-31')) {
    const serverless = Object.entries(template.resources).find(([, resource]) =>
      resource.Type.startsWith('AWS::Serverless::'),
    );
    if (serverless) {
      throw new DeployError(
        'INVALID_TEMPLATE',
        `[/Resources/${serverless[0]}] ${serverless[1].Type} needs "Transform: AWS::Serverless-2016-10-31" in the template`,
      );
    }
    return template;
  }
  checkGlobals(template.globals);
  const resources: Record<string, TemplateResource> = {};
  for (const [id, resource] of Object.entries(template.resources)) {
    if (!resource.Type.startsWith('AWS::Serverless::')) {
      resources[id] = resource;
      continue;
    }
    const transform = TRANSFORMERS[resource.Type];
    if (!transform)
      throw new DeployError('UNSUPPORTED', `[/Resources/${id}] the resource type ${resource.Type} is not supported`);
    Object.assign(resources, transform(id, withGlobals(resource, template.globals)));
  }
  return { ...template, transforms: [], globals: {}, resources };
}

function checkGlobals(globals: JsonObject): void {
  const known = new Set(Object.values(GLOBALS_OF));
  for (const name of Object.keys(globals)) {
    if (!known.has(name))
      throw new DeployError(
        'UNSUPPORTED',
        `[/Globals/${name}] is not supported; supported are ${[...known].join(', ')}`,
      );
  }
}

/** SAM's rule: scalars of the resource win, maps merge, lists of the globals come first. */
function withGlobals(resource: TemplateResource, globals: JsonObject): TemplateResource {
  const shared = globals[GLOBALS_OF[resource.Type] ?? ''];
  return isObject(shared) ? { ...resource, Properties: merge(shared, resource.Properties) as JsonObject } : resource;
}

function merge(shared: Json, own: Json): Json {
  if (Array.isArray(shared) && Array.isArray(own)) return [...(shared as Json[]), ...(own as Json[])];
  if (!isObject(shared) || !isObject(own) || isFunction(shared) || isFunction(own)) return own;
  const merged: Record<string, Json> = { ...shared };
  for (const [key, value] of Object.entries(own)) merged[key] = key in shared ? merge(shared[key]!, value) : value;
  return merged;
}

function isFunction(value: JsonObject): boolean {
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === 'Ref' || keys[0]!.startsWith('Fn::'));
}
