import { ApiError } from '../../gateway/operation.ts';

/** @throws {ApiError} MalformedPolicyDocumentException */
export function requirePolicy(text: string): string {
  try {
    const policy: unknown = JSON.parse(text);
    if (typeof policy === 'object' && policy !== null && !Array.isArray(policy)) return text;
  } catch {
    // What follows says so.
  }
  throw new ApiError('MalformedPolicyDocumentException', 'This resource policy contains invalid Json');
}

/** Whether a statement lets everybody in. */
export function isPublicPolicy(text: string): boolean {
  const { Statement = [] } = JSON.parse(text) as { Statement?: unknown };
  return [Statement].flat().some((statement) => {
    const { Effect, Principal, Condition } = (statement ?? {}) as Record<string, unknown>;
    const principals =
      typeof Principal === 'object' && Principal !== null ? Object.values(Principal).flat() : [Principal];
    return Effect === 'Allow' && Condition === undefined && principals.includes('*');
  });
}
