/** Conditions on reading, copying and writing, with S3's rules for what wins when several are given (RFC 9110, 13.2.2). */
import { noSuchKey, notModified, preconditionFailed } from './s3-errors.ts';
import type { ObjectRecord } from './s3-records.ts';

export interface ReadConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
  readonly IfModifiedSince?: Date;
  readonly IfUnmodifiedSince?: Date;
}

type Validators = Pick<ObjectRecord, 'eTag' | 'modifiedMs'>;

/** @throws PreconditionFailed (412) or NotModified (304). */
export function checkRead(object: Validators, conditions: ReadConditions): void {
  const failed = failedCondition(object, conditions);
  if (failed === 'If-Match' || failed === 'If-Unmodified-Since') throw preconditionFailed(failed);
  if (failed) throw notModified();
}

export interface CopySourceConditions {
  readonly CopySourceIfMatch?: string;
  readonly CopySourceIfNoneMatch?: string;
  readonly CopySourceIfModifiedSince?: Date;
  readonly CopySourceIfUnmodifiedSince?: Date;
}

/** A copy has no 304: whatever fails is a PreconditionFailed. */
export function checkCopySource(object: Validators, conditions: CopySourceConditions): void {
  const failed = failedCondition(object, {
    IfMatch: conditions.CopySourceIfMatch,
    IfNoneMatch: conditions.CopySourceIfNoneMatch,
    IfModifiedSince: conditions.CopySourceIfModifiedSince,
    IfUnmodifiedSince: conditions.CopySourceIfUnmodifiedSince,
  });
  if (failed) throw preconditionFailed(`x-amz-copy-source-${failed}`);
}

export interface WriteConditions {
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}

/** `current` is what the write would replace. */
export function checkWrite(
  key: string,
  current: Pick<ObjectRecord, 'eTag'> | undefined,
  conditions: WriteConditions,
): void {
  const { IfMatch, IfNoneMatch } = conditions;
  if (IfNoneMatch !== undefined && current && matches(IfNoneMatch, current.eTag)) {
    throw preconditionFailed('If-None-Match');
  }
  if (IfMatch === undefined) return;
  if (!current) throw noSuchKey(key);
  if (!matches(IfMatch, current.eTag)) throw preconditionFailed('If-Match');
}

type FailedCondition = 'If-Match' | 'If-None-Match' | 'If-Modified-Since' | 'If-Unmodified-Since';

function failedCondition(object: Validators, conditions: ReadConditions): FailedCondition | undefined {
  const { IfMatch, IfNoneMatch, IfModifiedSince, IfUnmodifiedSince } = conditions;
  const modifiedSeconds = Math.floor(object.modifiedMs / 1000);
  if (IfMatch !== undefined) {
    if (!matches(IfMatch, object.eTag)) return 'If-Match';
  } else if (IfUnmodifiedSince && modifiedSeconds > secondsOf(IfUnmodifiedSince)) {
    return 'If-Unmodified-Since';
  }
  if (IfNoneMatch !== undefined) return matches(IfNoneMatch, object.eTag) ? 'If-None-Match' : undefined;
  return IfModifiedSince && modifiedSeconds <= secondsOf(IfModifiedSince) ? 'If-Modified-Since' : undefined;
}

const secondsOf = (time: Date): number => Math.floor(time.getTime() / 1000);

/** `condition` is `*` or a list of entity tags, quoted or not. */
function matches(condition: string, eTag: string): boolean {
  return condition.split(',').some((item) => {
    const tag = item.trim().replace(/^W\//, '');
    return tag === '*' || tag.replace(/^"(.*)"$/, '$1') === eTag;
  });
}
