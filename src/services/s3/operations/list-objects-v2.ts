import type { Operation } from '../../../gateway/operation.ts';
import { checkMaxKeys, contentsOf, type ListObjectsBase, listObjectRecords, prefixesOf } from '../object-listing.ts';
import type { S3 } from '../s3-environment.ts';
import { invalidArgument } from '../s3-errors.ts';
import { textEncoder } from '../url-encoding.ts';

export interface ListObjectsV2Input extends ListObjectsBase {
  readonly ContinuationToken?: string;
  readonly FetchOwner?: boolean;
  readonly StartAfter?: string;
}

export const listObjectsV2 =
  (s3: S3): Operation<ListObjectsV2Input> =>
  (input) => {
    s3.store.bucket(input.Bucket, input.ExpectedBucketOwner);
    const encode = textEncoder(input.EncodingType);
    const after =
      input.ContinuationToken === undefined ? (input.StartAfter ?? '') : decodeToken(input.ContinuationToken);
    const listing = listObjectRecords(s3, input, after);
    const contents = listing.rows.map(({ value }) => contentsOf(value, encode, input.FetchOwner === true));
    return {
      IsTruncated: listing.isTruncated,
      Contents: contents.length > 0 ? contents : undefined,
      Name: input.Bucket,
      Prefix: encode(input.Prefix ?? ''),
      Delimiter: encode(input.Delimiter),
      MaxKeys: checkMaxKeys(input.MaxKeys),
      CommonPrefixes: prefixesOf(listing, encode),
      EncodingType: input.EncodingType,
      KeyCount: contents.length + listing.commonPrefixes.length,
      ContinuationToken: input.ContinuationToken,
      NextContinuationToken: listing.isTruncated ? encodeToken(listing.next) : undefined,
      StartAfter: encode(input.StartAfter),
    };
  };

/** Opaque to clients; the mark tells a token from whatever else they might send. */
const TOKEN_MARK = '1';

const encodeToken = (next: string): string => Buffer.from(TOKEN_MARK + next).toString('base64url');

function decodeToken(token: string): string {
  const text = Buffer.from(token, 'base64url').toString();
  if (!text.startsWith(TOKEN_MARK) || encodeToken(text.slice(TOKEN_MARK.length)) !== token) {
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  }
  return text.slice(TOKEN_MARK.length);
}
