import { ApiError, type Operation } from '../../../gateway/operation.ts';
import type { RecordChange } from '../../../store/records.ts';
import { checkValue, tierFor } from '../check-value.ts';
import { newestVersion, readReference } from '../find-parameter.ts';
import { labelsOf } from '../labels.ts';
import { checkNewName } from '../parameter-name.ts';
import {
  PARAMETERS,
  type ParameterPlace,
  type ParameterRecord,
  type ParameterStore,
  type ParameterTag,
  type ParameterType,
  parameterKey,
  type Tier,
  VERSIONS,
  type VersionRecord,
  versionKey,
} from '../parameter-record.ts';
import { checkPolicies } from '../policies.ts';
import { DEFAULT_KEY, sealValue } from '../secure-value.ts';
import { validation } from '../ssm-errors.ts';
import { mergeTags } from '../tags.ts';

export interface PutParameterInput {
  readonly Name: string;
  readonly Value: string;
  readonly Type?: ParameterType;
  readonly Description?: string;
  readonly KeyId?: string;
  readonly Overwrite?: boolean;
  readonly AllowedPattern?: string;
  readonly Tags?: readonly ParameterTag[];
  readonly Tier?: Tier;
  readonly Policies?: string;
  readonly DataType?: string;
}

const MAX_VERSIONS = 100;

export function putParameter(store: ParameterStore): Operation<PutParameterInput> {
  return async (input, context) => {
    const { place, name } = readReference(input.Name, context);
    checkNewName(name);
    if (input.Tags && input.Overwrite) {
      throw validation(
        "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource or RemoveTagsFromResource.",
      );
    }
    const before = requireRoom(store, place, name, input);
    const version = await newVersion(store, place, name, input, before);
    // While the value was encrypted, another request may have been here.
    const latest = requireRoom(store, place, name, input);
    const number = (latest?.version ?? 0) + 1;
    const record: ParameterRecord = {
      labels: {},
      tags: mergeTags([], input.Tags ?? []),
      ...latest,
      name,
      account: place.account,
      region: place.region,
      version: number,
    };
    await store.records.write([
      { type: 'put', collection: PARAMETERS, key: parameterKey(place, name), value: record },
      {
        type: 'put',
        collection: VERSIONS,
        key: versionKey(place, name, number),
        value: { ...version, version: number },
      },
      ...forgetOldest(record),
    ]);
    return { Version: number, Tier: version.tier };
  };
}

/** The parameter that is overwritten. @throws {ApiError} ParameterAlreadyExists, ParameterMaxVersionLimitExceeded */
function requireRoom(
  store: ParameterStore,
  place: ParameterPlace,
  name: string,
  { Overwrite }: PutParameterInput,
): ParameterRecord | undefined {
  const record = store.parameters.get(parameterKey(place, name));
  if (record && !Overwrite) {
    throw new ApiError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  const oldest = record && record.version - MAX_VERSIONS + 1;
  if (record && oldest! > 0 && labelsOf(record, oldest!).length > 0) {
    throw new ApiError(
      'ParameterMaxVersionLimitExceeded',
      `You attempted to create a new version of ${name} by calling the PutParameter API with the overwrite flag. Version ${oldest}, the oldest version, can't be deleted because it has a label associated with it. Move the label to another version of the parameter, and try again.`,
    );
  }
  return record;
}

async function newVersion(
  store: ParameterStore,
  place: ParameterPlace,
  name: string,
  input: PutParameterInput,
  before: ParameterRecord | undefined,
): Promise<VersionRecord> {
  const previous = before && newestVersion(store, before);
  const type = input.Type ?? previous?.type;
  if (type === undefined) throw validation('A parameter type is required when you create a parameter.');
  const { DataType = previous?.dataType ?? 'text' } = input;
  if (!['text', 'aws:ec2:image', 'aws:ssm:integration'].includes(DataType)) {
    throw validation(`The following data type is not supported: ${DataType} (Data type names are all lowercase.)`);
  }
  if (input.KeyId !== undefined && type !== 'SecureString') {
    throw validation('KeyId is required for SecureString type parameter only.');
  }
  const allowedPattern = input.AllowedPattern ?? previous?.allowedPattern;
  checkValue(type, input.Value, allowedPattern);
  const keyId = type === 'SecureString' ? (input.KeyId ?? previous?.keyId ?? DEFAULT_KEY) : undefined;
  const asked = previous?.tier === 'Advanced' ? 'Advanced' : input.Tier;
  const tier = tierFor(input.Value, asked);
  const description = input.Description ?? previous?.description;
  return {
    version: 0,
    type,
    value: keyId === undefined ? input.Value : await sealValue(store, place, name, keyId, input.Value),
    keyId,
    description,
    allowedPattern,
    policies: checkPolicies(input.Policies, tier),
    tier,
    dataType: DataType,
    modifiedMs: store.clock.now(),
    modifiedBy: `arn:aws:iam::${place.account}:root`,
  };
}

function forgetOldest(record: ParameterRecord): readonly RecordChange[] {
  const oldest = record.version - MAX_VERSIONS;
  return oldest < 1 ? [] : [{ type: 'delete', collection: VERSIONS, key: versionKey(record, record.name, oldest) }];
}
