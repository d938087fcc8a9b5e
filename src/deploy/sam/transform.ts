/**
 * The SAM transform: `AWS::Serverless::*` resources become the CloudFormation resources that AWS would make of them, under AWS's logical ids.
 *
 * 1. Pure: a template comes in, a template without serverless resources goes out.
 * 2. A property or event that is not carried is refused by name; nothing of a template is dropped in silence.
 */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { isObject, type Template, type TemplateResource } from '../template.ts';
import { withAliases } from './aliased-references.ts';
import { transformApplication } from './application.ts';
import { transformFunction } from './function.ts';
import { transformHttpApi } from './http-api.ts';
import { transformRestApi } from './rest-api.ts';
import { IMPLICIT_HTTP_API, IMPLICIT_REST_API, type SamContext } from './sam-context.ts';
import { transformSimpleTable } from './simple-table.ts';
import { transformStateMachine } from './state-machine.ts';

/** What one serverless resource turns into: resources by logical id. */
export type Expansion = Readonly<Record<string, TemplateResource>>;

type Transformer = (id: string, resource: TemplateResource, context: SamContext) => Expansion;

const TRANSFORMERS: Readonly<Record<string, Transformer>> = {
  'AWS::Serverless::Function': transformFunction,
  'AWS::Serverless::StateMachine': transformStateMachine,
  'AWS::Serverless::SimpleTable': transformSimpleTable,
  'AWS::Serverless::Api': transformRestApi,
  'AWS::Serverless::HttpApi': transformHttpApi,
  'AWS::Serverless::Application': transformApplication,
};

const GLOBALS_OF: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'Function',
  'AWS::Serverless::StateMachine': 'StateMachine',
  'AWS::Serverless::SimpleTable': 'SimpleTable',
  'AWS::Serverless::Api': 'Api',
  'AWS::Serverless::HttpApi': 'HttpApi',
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
  const context: SamContext = {
    resources: template.resources,
    restRoutes: new Map(),
    httpRoutes: new Map(),
    notifications: [],
    aliases: new Map(),
  };
  const resources: Record<string, TemplateResource> = {};
  // APIs come last: what is called behind them has told its routes by then.
  for (const [id, resource] of [...withImplicitApis(template, context, resources)]) {
    Object.assign(resources, transformOne(id, withGlobals(resource, template.globals), context));
  }
  notify(resources, context);
  return {
    ...template,
    transforms: [],
    globals: {},
    resources: withAliases(resources as unknown as JsonObject, context.aliases) as unknown as Template['resources'],
    outputs: withAliases(template.outputs as unknown as JsonObject, context.aliases) as unknown as Template['outputs'],
  };
}

/** Everything but APIs is transformed; the APIs are handed back, those of the template and those that its events imply. */
function withImplicitApis(
  template: Template,
  context: SamContext,
  resources: Record<string, TemplateResource>,
): Iterable<readonly [string, TemplateResource]> {
  const apis: [string, TemplateResource][] = [];
  for (const [id, resource] of Object.entries(template.resources)) {
    if (resource.Connectors !== undefined) {
      throw new DeployError(
        'UNSUPPORTED',
        `[/Resources/${id}/Connectors] connectors are not supported: grant what is needed with Policies`,
      );
    }
    if (resource.Type === 'AWS::Serverless::Api' || resource.Type === 'AWS::Serverless::HttpApi')
      apis.push([id, resource]);
    else Object.assign(resources, transformOne(id, withGlobals(resource, template.globals), context));
  }
  const implicit = (id: string, Type: string, Properties: JsonObject): void => {
    apis.push([id, { Type, Properties, DependsOn: [] }]);
  };
  if (context.restRoutes.has(IMPLICIT_REST_API))
    implicit(IMPLICIT_REST_API, 'AWS::Serverless::Api', { StageName: 'Prod' });
  if (context.httpRoutes.has(IMPLICIT_HTTP_API)) implicit(IMPLICIT_HTTP_API, 'AWS::Serverless::HttpApi', {});
  return apis;
}

function transformOne(id: string, resource: TemplateResource, context: SamContext): Expansion {
  if (!resource.Type.startsWith('AWS::Serverless::')) return { [id]: resource };
  const transform = TRANSFORMERS[resource.Type];
  if (!transform)
    throw new DeployError('UNSUPPORTED', `[/Resources/${id}] the resource type ${resource.Type} is not supported`);
  return withOwnFields(resource, transform(id, resource, context));
}

/** What SAM makes beside a resource exists under the same condition. */
function withOwnFields({ Condition }: TemplateResource, expansion: Expansion): Expansion {
  if (Condition === undefined) return expansion;
  return Object.fromEntries(
    Object.entries(expansion).map(([id, one]) => [id, { ...one, Condition: one.Condition ?? Condition }]),
  );
}

/** S3 events become part of their bucket, which must wait for the permission. */
function notify(resources: Record<string, TemplateResource>, { notifications }: SamContext): void {
  for (const { bucketId, permissionId, configurations } of notifications) {
    const bucket = resources[bucketId]!;
    const own = isObject(bucket.Properties['NotificationConfiguration'])
      ? bucket.Properties['NotificationConfiguration']
      : {};
    const before = Array.isArray(own['LambdaConfigurations']) ? (own['LambdaConfigurations'] as JsonObject[]) : [];
    resources[bucketId] = {
      ...bucket,
      DependsOn: [...bucket.DependsOn, permissionId],
      Properties: {
        ...bucket.Properties,
        NotificationConfiguration: { ...own, LambdaConfigurations: [...before, ...configurations] },
      },
    };
  }
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
