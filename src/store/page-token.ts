/** Page tokens are opaque to callers: base64url of a few numbers, checked when they come back. */
import { InvalidPageToken } from './journal.ts';

export function encodePageToken(...position: readonly number[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** @throws {InvalidPageToken} unless the token holds exactly `size` numbers. */
export function decodePageToken(token: string, size: number): readonly number[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(position) && position.length === size && position.every(Number.isFinite)) return position;
  } catch {
    // Not JSON: refused below like any other foreign token.
  }
  throw new InvalidPageToken(`unknown page token '${token}'`);
}
