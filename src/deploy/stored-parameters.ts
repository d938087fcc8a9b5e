/**
 * Template parameters of the types `AWS::SSM::Parameter::Value<…>`: their values are names in Parameter Store.
 *
 * One that is missing there is an error only if the template uses it: CDK's templates name the version of their bootstrap stack and never look.
 */
import type { Json, JsonObject } from '../asl/json.ts';
import { DeployError } from './deploy-error.ts';
import type { ServiceCalls } from './resource-provider.ts';
import type { Template } from './template.ts';

const STORED = /^AWS::SSM::Parameter::Value<(.+)>$/;

/** @throws {DeployError} INVALID_PARAMETER */
export async function readStoredParameters(
  template: Template,
  parameters: JsonObject,
  services: ServiceCalls,
): Promise<JsonObject> {
  const values: Record<string, Json> = { ...parameters };
  const missing: string[] = [];
  for (const [name, { Type }] of Object.entries(template.parameters)) {
    const kind = STORED.exec(Type)?.[1];
    if (kind === undefined) continue;
    const Name = String(parameters[name]);
    const found = await services.attempt('ssm', 'GetParameter', { Name }, [
      'ParameterNotFound',
      'ParameterVersionNotFound',
    ]);
    const parameter = found?.['Parameter'] as { readonly Type: string; readonly Value: string } | undefined;
    if (parameter?.Type === 'SecureString') {
      throw invalid(`Parameters [${Name}] referenced by template have types not supported by CloudFormation.`);
    }
    if (parameter)
      values[name] =
        kind.startsWith('List<') || kind === 'CommaDelimitedList' ? listOf(parameter.Value) : parameter.Value;
    else if (isUsed(name, template)) missing.push(Name);
  }
  if (missing.length > 0) {
    throw invalid(`Unable to fetch parameters [${missing.join(', ')}] from parameter store for this account.`);
  }
  return values;
}

const listOf = (text: string): readonly string[] => text.split(',').map((item) => item.trim());

function isUsed(name: string, { conditions, resources, outputs }: Template): boolean {
  const text = JSON.stringify([conditions, resources, outputs]);
  return text.includes(`"Ref":${JSON.stringify(name)}`) || text.includes(`\${${name}}`);
}

function invalid(message: string): DeployError {
  return new DeployError('INVALID_PARAMETER', message);
}
