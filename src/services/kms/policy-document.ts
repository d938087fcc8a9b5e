import { ApiError } from '../../gateway/operation.ts';

/** @throws {ApiError} MalformedPolicyDocumentException */
export function requirePolicy(text: string): string {
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy === 'object' && policy !== null && 'Statement' in policy) return text;
  } catch {
    // What follows says so.
  }
  throw new ApiError(
    'MalformedPolicyDocumentException',
    'The new key policy will not allow you to update the key policy in the future.',
  );
}
