/** `AWS::Serverless::StateMachine` → `AWS::StepFunctions::StateMachine` and its role. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import type { TemplateResource } from '../template.ts';
import { codeLocation } from './code-location.ts';
import { tagList } from './function.ts';
import { checkProperties } from './property-check.ts';
import { roleFor } from './role.ts';
import type { SamContext } from './sam-context.ts';
import { stateMachineEvents } from './state-machine-events.ts';
import type { Expansion } from './transform.ts';

const KNOWN = new Set([
  'Name',
  'Type',
  'Definition',
  'DefinitionUri',
  'DefinitionSubstitutions',
  'Role',
  'Policies',
  'Logging',
  'Tracing',
  'Tags',
  'Events',
]);

export function transformStateMachine(id: string, resource: TemplateResource, context: SamContext): Expansion {
  checkProperties(id, resource, KNOWN);
  const given = resource.Properties;
  const properties: Record<string, Json> = {
    ...definition(id, given),
    RoleArn: given['Role'] ?? { 'Fn::GetAtt': [`${id}Role`, 'Arn'] },
    StateMachineType: given['Type'] ?? 'STANDARD',
    Tags: tagList(given['Tags'], 'stateMachine:createdBy'),
  };
  if (given['Name'] !== undefined) properties['StateMachineName'] = given['Name'];
  if (given['DefinitionSubstitutions'] !== undefined)
    properties['DefinitionSubstitutions'] = given['DefinitionSubstitutions'];
  if (given['Logging'] !== undefined) properties['LoggingConfiguration'] = given['Logging'];
  if (given['Tracing'] !== undefined) properties['TracingConfiguration'] = given['Tracing'];
  const machine: TemplateResource = { ...resource, Type: 'AWS::StepFunctions::StateMachine', Properties: properties };
  const events = stateMachineEvents(id, given['Events'], context);
  if (given['Role'] !== undefined) return { [id]: machine, ...events };
  return { [id]: machine, ...events, [`${id}Role`]: roleFor(id, 'states.amazonaws.com', [], given['Policies']) };
}

function definition(id: string, given: JsonObject): JsonObject {
  if ((given['Definition'] === undefined) === (given['DefinitionUri'] === undefined)) {
    throw new DeployError(
      'INVALID_TEMPLATE',
      `[/Resources/${id}] Exactly one of 'Definition' and 'DefinitionUri' must be specified`,
    );
  }
  if (given['Definition'] !== undefined) return { Definition: given['Definition'] };
  const { S3Bucket, S3Key, ...version } = codeLocation(
    given['DefinitionUri']!,
    `[/Resources/${id}/Properties/DefinitionUri]`,
  );
  const location: Record<string, Json> = { Bucket: S3Bucket!, Key: S3Key! };
  if (version['S3ObjectVersion'] !== undefined) location['Version'] = version['S3ObjectVersion'];
  return { DefinitionS3Location: location };
}
