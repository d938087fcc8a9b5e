/** `AutoPublishAlias`: a version for each change of the function, and an alias that follows it. */
import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import type { TemplateResource } from '../template.ts';
import type { SamContext } from './sam-context.ts';
import type { Expansion } from './transform.ts';

export function publishedAlias(
  id: string,
  given: JsonObject,
  lambda: TemplateResource,
  context: SamContext,
): { readonly aliasId: string; readonly expansion: Expansion } {
  const name = given['AutoPublishAlias'];
  if (typeof name !== 'string') {
    throw new DeployError(
      'UNSUPPORTED',
      `[/Resources/${id}/Properties/AutoPublishAlias] must be the alias's name as text`,
    );
  }
  const subject =
    given['AutoPublishAliasAllProperties'] === true ? lambda.Properties : (lambda.Properties['Code'] as JsonObject);
  const digest = createHash('sha256')
    .update(JSON.stringify(given['AutoPublishCodeSha256'] ?? subject))
    .digest('hex')
    .slice(0, 10);
  const versionId = `${id}Version${digest}`;
  const aliasId = `${id}Alias${name.replaceAll(/[^A-Za-z0-9]/g, '')}`;
  context.aliases.set(`${id}.Version`, versionId);
  context.aliases.set(`${id}.Alias`, aliasId);
  const version: Record<string, Json> = { FunctionName: { Ref: id } };
  if (given['VersionDescription'] !== undefined) version['Description'] = given['VersionDescription'];
  return {
    aliasId,
    expansion: {
      [versionId]: {
        Type: 'AWS::Lambda::Version',
        Properties: version,
        DependsOn: [],
        DeletionPolicy: 'Retain',
        UpdateReplacePolicy: 'Retain',
      },
      [aliasId]: {
        Type: 'AWS::Lambda::Alias',
        Properties: {
          Name: name,
          FunctionName: { Ref: id },
          FunctionVersion: { 'Fn::GetAtt': [versionId, 'Version'] },
        },
        DependsOn: [],
      },
    },
  };
}
