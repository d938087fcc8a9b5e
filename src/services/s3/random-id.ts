/** Names that nobody can guess and that no key can influence. */
import { randomBytes } from 'node:crypto';

/** Entropy is drawn in bulk: asking the system for 16 bytes at a time costs more than a small PUT's hashing. */
let pool = Buffer.alloc(0);
let at = 0;

function draw(bytes: number): Buffer {
  if (at + bytes > pool.length) {
    pool = randomBytes(8_192);
    at = 0;
  }
  at += bytes;
  return pool.subarray(at - bytes, at);
}

/** 32 hexadecimal digits: the name of a data file. */
export const contentId = (): string => draw(16).toString('hex');

/** Like `contentId`, but later ones sort later: rows that are written together lie together. */
export const orderedContentId = (nowMs: number): string =>
  nowMs.toString(16).padStart(12, '0') + draw(10).toString('hex');

/** 32 characters, as S3's version ids have. */
export const newVersionId = (): string => draw(24).toString('base64url').replaceAll('-', '.');

/** Sorts by time of creation, as ListMultipartUploads must. */
export const newUploadId = (nowMs: number): string =>
  `${nowMs.toString(36).padStart(9, '0')}.${draw(36).toString('base64url')}`;
