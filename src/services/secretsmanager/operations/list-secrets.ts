import type { Operation } from '../../../gateway/operation.ts';
import { filterSecrets, type SecretFilter } from '../filters.ts';
import { allSecrets } from '../find-secret.ts';
import { type PageInput, pageOf } from '../page.ts';
import type { SecretRecord, SecretsManager } from '../secret-record.ts';
import { secretView } from '../secret-view.ts';
import { versionsToStages } from '../versions.ts';

export interface ListSecretsInput extends PageInput {
  readonly IncludePlannedDeletion?: boolean;
  readonly Filters?: readonly SecretFilter[];
  readonly SortOrder?: 'asc' | 'desc';
  readonly SortBy?: string;
}

export function listSecrets(manager: SecretsManager): Operation<ListSecretsInput> {
  return (input, context) => {
    const wanted = allSecrets(manager, context).filter(({ deleted }) => input.IncludePlannedDeletion || !deleted);
    const sorted = sort(filterSecrets(wanted, input.Filters), input);
    const { items, paging } = pageOf(sorted, ({ arn }) => arn, input);
    const SecretList = items.map((secret) => {
      const stages = versionsToStages(secret);
      return { ...secretView(secret), ...(Object.keys(stages).length > 0 && { SecretVersionsToStages: stages }) };
    });
    return { SecretList, ...paging };
  };
}

function sort(secrets: readonly SecretRecord[], { SortBy = 'created-date', SortOrder }: ListSecretsInput) {
  if (SortBy === 'name') return SortOrder === 'desc' ? [...secrets].reverse() : secrets;
  const time = (secret: SecretRecord): number =>
    SortBy === 'last-changed-date'
      ? secret.changedMs
      : SortBy === 'last-accessed-date'
        ? (secret.accessedMs ?? 0)
        : secret.createdMs;
  const sign = SortOrder === 'desc' ? -1 : 1;
  return [...secrets].sort((a, b) => sign * (time(a) - time(b)));
}
