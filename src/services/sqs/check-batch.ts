/** What every batch has to be: not empty, ten entries at most, each with an id of its own. */
import { ApiError } from '../../gateway/operation.ts';

const MAX_ENTRIES = 10;

/** @throws {ApiError} in AWS's words. */
export function checkBatch(entries: readonly { readonly Id: string }[], entryName: string): void {
  if (entries.length === 0) {
    throw new ApiError('EmptyBatchRequest', `There should be at least one ${entryName} in the request.`);
  }
  if (entries.length > MAX_ENTRIES) {
    throw new ApiError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${MAX_ENTRIES}. You have sent ${entries.length}.`,
    );
  }
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[A-Za-z0-9_-]{1,80}$/.test(Id)) {
      throw new ApiError(
        'InvalidBatchEntryId',
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
      );
    }
    if (seen.has(Id)) throw new ApiError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    seen.add(Id);
  }
}
