/** Events of a state machine: each starts an execution, with a role of its own. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { isObject, type TemplateResource } from '../template.ts';
import { authOf, placeOf } from './api-events.ts';
import { checkEvent, invalid, unsupported } from './event-problem.ts';
import { ruleOf } from './rule-events.ts';
import { addRoute, IMPLICIT_REST_API, type SamContext } from './sam-context.ts';
import type { Expansion } from './transform.ts';

/** `targetId` is what the events start: the machine, or the alias that is published with it. */
export function stateMachineEvents(
  id: string,
  events: Json | undefined,
  context: SamContext,
  targetId: string = id,
): Expansion {
  const made: Record<string, TemplateResource> = {};
  for (const [name, event] of Object.entries(isObject(events) ? events : {})) {
    if (!isObject(event)) throw invalid(id, name, 'must be an object with a Type');
    const properties = isObject(event['Properties']) ? event['Properties'] : {};
    const roleId = `${id}${name}Role`;
    const type = String(event['Type']);
    switch (type) {
      case 'Api':
        api(id, name, properties, { roleId, targetId }, context);
        made[roleId] = startRole(targetId, 'apigateway.amazonaws.com');
        break;
      case 'Schedule':
      case 'ScheduleV2':
      case 'EventBridgeRule':
      case 'CloudWatchEvent':
        made[`${id}${name}`] = ruleOf(id, name, type, properties, {
          Arn: { Ref: targetId },
          Id: `${id}${name}StepFunctionsTarget`,
          RoleArn: { 'Fn::GetAtt': [roleId, 'Arn'] },
        });
        made[roleId] = startRole(targetId, 'events.amazonaws.com');
        break;
      default:
        throw unsupported(id, name, `events of the type ${type} are not supported`);
    }
  }
  return made;
}

function api(
  id: string,
  name: string,
  properties: JsonObject,
  { roleId, targetId }: { readonly roleId: string; readonly targetId: string },
  context: SamContext,
): void {
  checkEvent(id, name, properties, ['Path', 'Method', 'RestApiId', 'Auth', 'UnescapeMappingTemplate']);
  const { apiId, path, method } = placeOf(
    id,
    name,
    properties,
    'RestApiId',
    'AWS::Serverless::Api',
    IMPLICIT_REST_API,
    context,
  );
  // JavaScript escapes single quotes, JSON must not: SAM leaves the choice to the author.
  const unescaped = properties['UnescapeMappingTemplate'] === true ? `.replaceAll("\\\\'","'")` : '';
  const template = `{"input": "$util.escapeJavaScript($input.json('$'))${unescaped}", "stateMachineArn": "\${${targetId}}"}`;
  const operation: JsonObject = {
    responses: { '200': { description: 'OK' }, '400': { description: 'Bad Request' } },
    'x-amazon-apigateway-integration': {
      type: 'aws',
      httpMethod: 'POST',
      uri: { 'Fn::Sub': 'arn:${AWS::Partition}:apigateway:${AWS::Region}:states:action/StartExecution' },
      credentials: { 'Fn::GetAtt': [roleId, 'Arn'] },
      requestTemplates: { 'application/json': { 'Fn::Sub': template } },
      responses: { '200': { statusCode: '200' }, '400': { statusCode: '400' } },
    },
  };
  addRoute(context.restRoutes, apiId, { path, method, operation, auth: authOf(id, name, properties) });
}

function startRole(id: string, principal: string): TemplateResource {
  const statement: JsonObject = { Effect: 'Allow', Action: 'states:StartExecution', Resource: { Ref: id } };
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: [principal] }, Action: ['sts:AssumeRole'] }],
      },
      Policies: [
        { PolicyName: 'StartExecutionPolicy', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } },
      ],
    },
    DependsOn: [],
  };
}
