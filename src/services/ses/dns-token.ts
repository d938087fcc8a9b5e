import { createHash } from 'node:crypto';

/** Tokens that AWS would want to see in DNS: the same for the same identity. */
export function dnsToken(...parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('/')).digest('base64');
}

/** The three of DKIM: letters and digits, as they become host names. */
export function dkimTokens(account: string, domain: string): readonly string[] {
  return ['1', '2', '3'].map((number) =>
    createHash('sha256').update(`${account}/${domain}/${number}`).digest('hex').slice(0, 32),
  );
}
