import { type Parameter, type ParameterStore, parameterArn } from './parameter-record.ts';
import { openValue } from './secure-value.ts';

/** What GetParameter and its kin answer. */
export function parameterView(
  store: ParameterStore,
  parameter: Parameter,
  options: { readonly isDecrypted: boolean; readonly selector?: string },
) {
  const { record, version } = parameter;
  return {
    Name: record.name,
    Type: version.type,
    Value: openValue(store, parameter, options.isDecrypted),
    Version: version.version,
    ...(options.selector !== undefined && { Selector: options.selector }),
    LastModifiedDate: new Date(version.modifiedMs),
    ARN: parameterArn(record, record.name),
    DataType: version.dataType,
  };
}

/** What DescribeParameters and GetParameterHistory have in common. */
export function versionView({ record, version }: Parameter) {
  return {
    Name: record.name,
    Type: version.type,
    ...(version.keyId !== undefined && { KeyId: version.keyId }),
    LastModifiedDate: new Date(version.modifiedMs),
    LastModifiedUser: version.modifiedBy,
    ...(version.description !== undefined && { Description: version.description }),
    ...(version.allowedPattern !== undefined && { AllowedPattern: version.allowedPattern }),
    Version: version.version,
    Tier: version.tier,
    Policies: policiesView(version.policies),
    DataType: version.dataType,
  };
}

function policiesView(policies: string | undefined): readonly object[] {
  if (policies === undefined) return [];
  return (JSON.parse(policies) as { Type: string }[]).map((policy) => ({
    PolicyText: JSON.stringify(policy),
    PolicyType: policy.Type,
    PolicyStatus: 'Pending',
  }));
}
