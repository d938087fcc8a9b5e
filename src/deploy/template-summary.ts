/** What a template says of itself: its parameters, its types, and what one must agree to before it is deployed. */
import type { Json, JsonObject } from '../asl/json.ts';
import { samTransform } from './sam/transform.ts';
import { isObject, parseTemplateText, readTemplate, type Template } from './template.ts';

export interface TemplateParameterSummary {
  readonly name: string;
  readonly type: string;
  readonly defaultValue?: string;
  readonly noEcho: boolean;
  readonly description?: string;
  readonly allowedValues?: readonly string[];
}

export interface TemplateSummary {
  readonly parameters: readonly TemplateParameterSummary[];
  readonly description?: string;
  readonly capabilities: readonly string[];
  readonly capabilitiesReason?: string;
  readonly resourceTypes: readonly string[];
  readonly version?: string;
  readonly metadata?: string;
  readonly transforms: readonly string[];
  /** The template after its transforms, as JSON. */
  readonly processed: string;
}

const IAM_NAMES: Readonly<Record<string, string | undefined>> = {
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::User': 'UserName',
  'AWS::IAM::Group': 'GroupName',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::Policy': undefined,
  'AWS::IAM::AccessKey': undefined,
  'AWS::IAM::UserToGroupAddition': undefined,
};

/** @throws {DeployError} */
export function summariseTemplate(text: string): TemplateSummary {
  const source = parseTemplateText(text, 'template');
  const declared = readTemplate(source, 'template');
  const transformed = samTransform(declared);
  const { Description, AWSTemplateFormatVersion, Metadata } = source;
  return {
    parameters: Object.entries(declared.parameters).map(([name, parameter]) => ({
      name,
      type: parameter.Type,
      noEcho: String(parameter.NoEcho) === 'true',
      ...(parameter.Default !== undefined && { defaultValue: String(parameter.Default) }),
      ...(parameter.Description !== undefined && { description: parameter.Description }),
      ...(parameter.AllowedValues && { allowedValues: parameter.AllowedValues.map(String) }),
    })),
    ...capabilitiesOf(transformed),
    resourceTypes: [...new Set(Object.values(declared.resources).map(({ Type }) => Type))],
    transforms: declared.transforms,
    ...(typeof Description === 'string' && { description: Description }),
    ...(typeof AWSTemplateFormatVersion === 'string' && { version: AWSTemplateFormatVersion }),
    ...(Metadata !== undefined && { metadata: JSON.stringify(Metadata) }),
    processed: JSON.stringify(processed(source, transformed)),
  };
}

function capabilitiesOf({ resources }: Template): Pick<TemplateSummary, 'capabilities' | 'capabilitiesReason'> {
  const iam = Object.entries(resources).filter(([, { Type }]) => Object.hasOwn(IAM_NAMES, Type));
  if (iam.length === 0) return { capabilities: [] };
  const isNamed = iam.some(([, { Type, Properties }]) => {
    const name = IAM_NAMES[Type];
    return name !== undefined && Properties[name] !== undefined;
  });
  const types = [...new Set(iam.map(([, { Type }]) => Type))];
  return {
    capabilities: [isNamed ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM'],
    capabilitiesReason: `The following resource(s) require capabilities: [${types.join(', ')}]`,
  };
}

function processed(source: JsonObject, { resources, outputs }: Template): Json {
  const { Transform: _done, Globals: _merged, ...rest } = source;
  const plain = Object.entries(resources).map(([id, { DependsOn, ...resource }]) => [
    id,
    { ...resource, ...(DependsOn.length > 0 && { DependsOn }) },
  ]);
  const shown = { ...rest, Resources: Object.fromEntries(plain) as Json };
  return isObject(source['Outputs']) ? { ...shown, Outputs: outputs } : shown;
}
