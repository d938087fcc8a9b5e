import type { Operation } from '../../../gateway/operation.ts';
import { type PasswordInput, randomPassword } from '../random-password.ts';

export function getRandomPassword(): Operation<PasswordInput> {
  return (input) => ({ RandomPassword: randomPassword(input) });
}
