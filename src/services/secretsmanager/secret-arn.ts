import type { Ids } from '../../runtime/ids.ts';
import type { SecretPlace } from './secret-record.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** With six random characters: a secret that is made anew under the name of another has another ARN. */
export function newSecretArn(ids: Ids, { region, account }: SecretPlace, name: string): string {
  const suffix = Array.from({ length: 6 }, () => LETTERS[Math.floor(ids.random() * LETTERS.length)]).join('');
  return `arn:aws:secretsmanager:${region}:${account}:secret:${name}-${suffix}`;
}
