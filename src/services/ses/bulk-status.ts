import { ApiError } from '../../gateway/operation.ts';

/** Bulk calls answer for each mail: the exception's name becomes a status. */
export async function bulkResult(
  send: () => Promise<string>,
  statuses: { readonly success: string; readonly rejected: string; readonly failed: string },
): Promise<{ readonly Status: string; readonly Error?: string; readonly MessageId?: string }> {
  try {
    return { Status: statuses.success, MessageId: await send() };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const Status = error.code === 'MessageRejected' ? statuses.rejected : statuses.failed;
    return { Status, Error: error.message };
  }
}
