/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html */
import { invalidParameter } from './sqs-errors.ts';

const MAX_TAGS = 50;

/** @throws {ApiError} */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > MAX_TAGS)
    throw invalidParameter(`Too many tags added for queue. Maximum allowed is ${MAX_TAGS}.`);
  for (const [key, value] of entries) {
    if (key === '' || key.length > 128)
      throw invalidParameter('Tag keys must be between 1 and 128 characters in length.');
    if (value.length > 256) throw invalidParameter('Tag values must be between 0 and 256 characters in length.');
    if (/^aws:/i.test(key)) throw invalidParameter('Tag keys may not begin with aws:.');
  }
}
