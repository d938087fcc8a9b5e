import { ApiError, type Operation } from '../../../gateway/operation.ts';
import { filterSecrets, type SecretFilter } from '../filters.ts';
import { allSecrets } from '../find-secret.ts';
import { type PageInput, pageOf } from '../page.ts';
import { readSecret } from '../read-secret.ts';
import { invalidParameter } from '../secret-errors.ts';
import type { SecretsManager } from '../secret-record.ts';

export interface BatchGetSecretValueInput extends PageInput {
  readonly SecretIdList?: readonly string[];
  readonly Filters?: readonly SecretFilter[];
}

const DEFAULT_PAGE = 20;

export function batchGetSecretValue(manager: SecretsManager): Operation<BatchGetSecretValueInput> {
  return async (input, context) => {
    if ((input.SecretIdList === undefined) === (input.Filters === undefined)) {
      throw invalidParameter('Either SecretIdList or Filters must be provided, but not both.');
    }
    const all =
      input.SecretIdList ??
      filterSecrets(
        allSecrets(manager, context).filter(({ deleted }) => !deleted),
        input.Filters,
      ).map(({ arn }) => arn);
    const { items, paging } = pageOf(all, (id) => id, input, DEFAULT_PAGE);
    const SecretValues: object[] = [];
    const Errors: object[] = [];
    for (const SecretId of items) {
      try {
        SecretValues.push(await readSecret(manager, context, { SecretId }));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        Errors.push({ SecretId, ErrorCode: error.code, Message: error.message });
      }
    }
    return { SecretValues, Errors, ...paging };
  };
}
