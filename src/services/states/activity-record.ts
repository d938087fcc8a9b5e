/** An activity as it is kept: a name under which workers ask for tasks. */
import type { EncryptionConfiguration } from './configuration.ts';
import type { Tags } from './tags.ts';

export interface ActivityRecord {
  readonly arn: string;
  readonly name: string;
  readonly createdMs: number;
  readonly encryption: EncryptionConfiguration;
  readonly tags: Tags;
}

export const ACTIVITIES = 'states.activities';
