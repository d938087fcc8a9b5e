/** `AWS::Serverless::Application` → `AWS::CloudFormation::Stack`. Applications of the repository are not to be had here. */
import type { Json } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import type { TemplateResource } from '../template.ts';
import { tagList } from './function.ts';
import { checkProperties } from './property-check.ts';
import type { Expansion } from './transform.ts';

const KNOWN = new Set(['Location', 'Parameters', 'Tags']);

export function transformApplication(id: string, resource: TemplateResource): Expansion {
  checkProperties(id, resource, KNOWN);
  const { Location, Parameters, Tags } = resource.Properties;
  if (typeof Location !== 'string') {
    throw new DeployError(
      'UNSUPPORTED',
      `[/Resources/${id}/Properties/Location] only the path or URL of a template is supported, no application of the Serverless Application Repository`,
    );
  }
  const properties: Record<string, Json> = { TemplateURL: Location, Tags: tagList(Tags, 'lambda:createdBy') };
  if (Parameters !== undefined) properties['Parameters'] = Parameters;
  return { [id]: { ...resource, Type: 'AWS::CloudFormation::Stack', Properties: properties } };
}
