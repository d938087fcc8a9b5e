/** Of Systems Manager, Parameter Store: parameters with versions and labels, SecureStrings encrypted under a key of KMS. */
import type { Service } from '../../gateway/operation.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Records } from '../../store/records.ts';
import type { KeyRing } from '../kms/key-ring.ts';
import { addTagsToResource } from './operations/add-tags-to-resource.ts';
import { deleteParameter } from './operations/delete-parameter.ts';
import { deleteParameters } from './operations/delete-parameters.ts';
import { describeParameters } from './operations/describe-parameters.ts';
import { getParameter } from './operations/get-parameter.ts';
import { getParameterHistory } from './operations/get-parameter-history.ts';
import { getParameters } from './operations/get-parameters.ts';
import { getParametersByPath } from './operations/get-parameters-by-path.ts';
import { labelParameterVersion } from './operations/label-parameter-version.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { putParameter } from './operations/put-parameter.ts';
import { removeTagsFromResource } from './operations/remove-tags-from-resource.ts';
import { unlabelParameterVersion } from './operations/unlabel-parameter-version.ts';
import { PARAMETERS, type ParameterStore, VERSIONS } from './parameter-record.ts';

export interface SsmServiceOptions {
  readonly records: Records;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

export function createSsmService({ records, keyRing, clock }: SsmServiceOptions): Service {
  const store: ParameterStore = {
    records,
    parameters: records.collection(PARAMETERS),
    versions: records.collection(VERSIONS),
    keyRing,
    clock,
  };
  return {
    model: 'ssm',
    operations: {
      AddTagsToResource: addTagsToResource(store),
      DeleteParameter: deleteParameter(store),
      DeleteParameters: deleteParameters(store),
      DescribeParameters: describeParameters(store),
      GetParameter: getParameter(store),
      GetParameterHistory: getParameterHistory(store),
      GetParameters: getParameters(store),
      GetParametersByPath: getParametersByPath(store),
      LabelParameterVersion: labelParameterVersion(store),
      ListTagsForResource: listTagsForResource(store),
      PutParameter: putParameter(store),
      RemoveTagsFromResource: removeTagsFromResource(store),
      UnlabelParameterVersion: unlabelParameterVersion(store),
    },
  };
}
