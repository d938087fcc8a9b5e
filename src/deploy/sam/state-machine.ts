/** `AWS::Serverless::StateMachine` → `AWS::StepFunctions::StateMachine` and its role. */
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import { isObject, type TemplateResource } from '../template.ts';
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
  'AutoPublishAlias',
  'DeploymentPreference',
  'UseAliasAsEventTarget',
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
  const published = publishedVersion(id, given, context);
  const usesAlias = String(given['UseAliasAsEventTarget']) === 'true';
  if (usesAlias && !published) {
    throw new DeployError(
      'INVALID_TEMPLATE',
      `[/Resources/${id}] UseAliasAsEventTarget requires AutoPublishAlias to be set`,
    );
  }
  const events = {
    ...stateMachineEvents(id, given['Events'], context, usesAlias ? published?.aliasId : id),
    ...published?.expansion,
  };
  if (given['Role'] !== undefined) return { [id]: machine, ...events };
  return { [id]: machine, ...events, [`${id}Role`]: roleFor(id, 'states.amazonaws.com', [], given['Policies']) };
}

/** A version for each revision, and an alias that goes to it. Both stay when they leave the template, as SAM has it for the versions. */
function publishedVersion(
  id: string,
  given: JsonObject,
  context: SamContext,
): { readonly aliasId: string; readonly expansion: Expansion } | undefined {
  const { AutoPublishAlias: name, DeploymentPreference: preference } = given;
  if (name === undefined) {
    if (preference === undefined) return undefined;
    throw new DeployError(
      'INVALID_TEMPLATE',
      `[/Resources/${id}] DeploymentPreference requires AutoPublishAlias to be set`,
    );
  }
  if (typeof name !== 'string')
    throw new DeployError(
      'UNSUPPORTED',
      `[/Resources/${id}/Properties/AutoPublishAlias] must be the alias's name as text`,
    );
  const versionId = `${id}Version`;
  const aliasId = `${id}Alias${name.replaceAll(/[^A-Za-z0-9]/g, '')}`;
  context.aliases.set(`${id}.Alias`, aliasId);
  const wanted = isObject(preference) ? preference : { Type: 'ALL_AT_ONCE' };
  return {
    aliasId,
    expansion: {
      [versionId]: {
        Type: 'AWS::StepFunctions::StateMachineVersion',
        Properties: {
          StateMachineArn: { Ref: id },
          StateMachineRevisionId: { 'Fn::GetAtt': [id, 'StateMachineRevisionId'] },
        },
        DependsOn: [],
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      },
      [aliasId]: {
        Type: 'AWS::StepFunctions::StateMachineAlias',
        Properties: { Name: name, DeploymentPreference: { ...wanted, StateMachineVersionArn: { Ref: versionId } } },
        DependsOn: [],
      },
    },
  };
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
