/** What clients say about an object besides its bytes: from a request into the record, and from the record into an answer. */
import { aclNotSupported, invalidRequest, invalidStorageClass, metadataTooLarge, notImplemented } from './s3-errors.ts';
import type { BucketRecord, ContentHeaders, Encryption, ObjectAttributes, ObjectRecord } from './s3-records.ts';
import { parseTaggingHeader } from './tagging.ts';

export interface AttributesInput {
  readonly ACL?: string;
  readonly BucketKeyEnabled?: boolean;
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentType?: string;
  readonly Expires?: Date;
  readonly GrantFullControl?: string;
  readonly GrantRead?: string;
  readonly GrantReadACP?: string;
  readonly GrantWriteACP?: string;
  readonly Metadata?: Readonly<Record<string, string>>;
  readonly ObjectLockMode?: string;
  readonly ObjectLockRetainUntilDate?: unknown;
  readonly ObjectLockLegalHoldStatus?: string;
  readonly ServerSideEncryption?: string;
  readonly SSECustomerAlgorithm?: string;
  readonly SSEKMSKeyId?: string;
  readonly StorageClass?: string;
  readonly Tagging?: string;
  readonly WebsiteRedirectLocation?: string;
}

const STORAGE_CLASSES = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER',
  'DEEP_ARCHIVE',
  'GLACIER_IR',
]);
const MAX_METADATA_BYTES = 2048;
const DEFAULT_CONTENT_TYPE = 'binary/octet-stream';

export function parseAttributes(input: AttributesInput, bucket: BucketRecord): ObjectAttributes {
  refuseUnsupported(input);
  return {
    headers: parseHeaders(input),
    metadata: parseMetadata(input.Metadata),
    tags: parseTaggingHeader(input.Tagging),
    storageClass: parseStorageClass(input.StorageClass),
    encryption: parseEncryption(input, bucket),
    acl: parseObjectAcl(input, bucket),
  };
}

/** Keys of the customer's own and object lock are not there; to ignore them would be to lie. */
export function refuseUnsupported(
  input: Pick<AttributesInput, 'SSECustomerAlgorithm' | 'ObjectLockMode'> & object,
): void {
  const { SSECustomerAlgorithm, ObjectLockMode, ObjectLockLegalHoldStatus, ObjectLockRetainUntilDate } =
    input as AttributesInput;
  if (SSECustomerAlgorithm !== undefined) throw notImplemented('x-amz-server-side-encryption-customer-algorithm');
  if (
    ObjectLockMode !== undefined ||
    ObjectLockRetainUntilDate !== undefined ||
    (ObjectLockLegalHoldStatus ?? 'OFF') !== 'OFF'
  ) {
    throw invalidRequest('Bucket is missing Object Lock Configuration');
  }
}

export function parseHeaders(input: AttributesInput): ContentHeaders {
  return {
    CacheControl: input.CacheControl,
    ContentDisposition: input.ContentDisposition,
    ContentEncoding: withoutChunking(input.ContentEncoding),
    ContentLanguage: input.ContentLanguage,
    ContentType: input.ContentType ?? DEFAULT_CONTENT_TYPE,
    expiresMs: input.Expires?.getTime(),
    WebsiteRedirectLocation: input.WebsiteRedirectLocation,
  };
}

/** `aws-chunked` describes the request, not the object. */
function withoutChunking(encoding: string | undefined): string | undefined {
  const left = encoding
    ?.split(',')
    .map((item) => item.trim())
    .filter((item) => item !== 'aws-chunked' && item !== '')
    .join(',');
  return left || undefined;
}

export function parseMetadata(
  metadata: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> | undefined {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  if (entries.length === 0) return undefined;
  const bytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > MAX_METADATA_BYTES) throw metadataTooLarge(bytes);
  return Object.fromEntries(entries);
}

export function parseStorageClass(storageClass: string | undefined): string | undefined {
  if (storageClass === undefined || storageClass === 'STANDARD') return undefined;
  if (!STORAGE_CLASSES.has(storageClass)) throw invalidStorageClass(storageClass);
  return storageClass;
}

interface EncryptionRules {
  readonly Rules?: readonly {
    readonly ApplyServerSideEncryptionByDefault?: { readonly SSEAlgorithm: string; readonly KMSMasterKeyID?: string };
    readonly BucketKeyEnabled?: boolean;
  }[];
}

/** Recorded and told, as the request or the bucket's default asks; the bytes themselves lie on disk as they are. */
export function parseEncryption(input: AttributesInput, bucket: BucketRecord): Encryption {
  const rule = (bucket.configurations.encryption as EncryptionRules | undefined)?.Rules?.[0];
  const byDefault = rule?.ApplyServerSideEncryptionByDefault;
  const algorithm = input.ServerSideEncryption ?? byDefault?.SSEAlgorithm ?? 'AES256';
  if (!algorithm.startsWith('aws:kms')) return { ServerSideEncryption: algorithm };
  const ownKey = input.ServerSideEncryption === undefined ? byDefault?.KMSMasterKeyID : undefined;
  return {
    ServerSideEncryption: algorithm,
    SSEKMSKeyId: input.SSEKMSKeyId ?? ownKey ?? `arn:aws:kms:${bucket.region}:${bucket.account}:alias/aws/s3`,
    BucketKeyEnabled: input.BucketKeyEnabled ?? rule?.BucketKeyEnabled,
  };
}

/** A bucket whose owner is enforced, as new ones are, takes no lists but those that change nothing. */
export function parseObjectAcl(
  input: Pick<AttributesInput, 'ACL' | 'GrantFullControl' | 'GrantRead' | 'GrantReadACP' | 'GrantWriteACP'> & {
    readonly GrantWrite?: string;
  },
  bucket: BucketRecord,
): string | undefined {
  const grants =
    input.GrantFullControl ?? input.GrantRead ?? input.GrantReadACP ?? input.GrantWriteACP ?? input.GrantWrite;
  if (input.ACL === undefined && grants === undefined) return undefined;
  if (allowsAcls(bucket)) {
    if (grants !== undefined) throw notImplemented('x-amz-grant-full-control');
    return input.ACL;
  }
  if (grants !== undefined || (input.ACL !== 'private' && input.ACL !== 'bucket-owner-full-control')) {
    throw aclNotSupported();
  }
  return undefined;
}

export function allowsAcls(bucket: BucketRecord): boolean {
  const controls = bucket.configurations.ownershipControls as
    | { readonly Rules?: readonly { readonly ObjectOwnership?: string }[] }
    | null
    | undefined;
  if (controls === undefined) return false;
  return controls?.Rules?.[0]?.ObjectOwnership !== 'BucketOwnerEnforced';
}

/** The members of GetObject and HeadObject that tell of the object, not of its bytes. */
export function attributesOutput(object: ObjectRecord): Record<string, unknown> {
  const { expiresMs, ...headers } = object.headers;
  return {
    ...headers,
    Expires: expiresMs === undefined ? undefined : new Date(expiresMs),
    Metadata: object.metadata ?? {},
    TagCount: object.tags?.length || undefined,
    StorageClass: object.storageClass,
    ...object.encryption,
  };
}
