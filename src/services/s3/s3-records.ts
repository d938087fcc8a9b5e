/**
 * What the object store keeps as records. Bytes are elsewhere: a record only refers to them.
 *
 * S1 An object's current version is one record under `bucket/key`; older versions and delete markers are in another collection,
 *    so listing a bucket reads nothing but what it shows.
 * S2 A content reference is owned by exactly one record: whoever removes the record removes the bytes.
 */

export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'CRC64NVME' | 'SHA1' | 'SHA256' | 'SHA512' | 'MD5';
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

export interface StoredChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; a composite one ends in `-N` with the number of parts. */
  readonly value: string;
  readonly type: ChecksumType;
}

/** Where the bytes are: nowhere, in a record of their own, in a file, or spread over the parts of a manifest. */
export type ContentReference =
  | { readonly type: 'empty' }
  | { readonly type: 'inline'; readonly id: string }
  | { readonly type: 'file'; readonly id: string }
  | { readonly type: 'parts'; readonly id: string; readonly count: number };

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Headers that S3 stores with an object and gives back. `Expires` is kept in milliseconds. */
export interface ContentHeaders {
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentType?: string;
  readonly expiresMs?: number;
  readonly WebsiteRedirectLocation?: string;
}

export interface Encryption {
  readonly ServerSideEncryption: string;
  readonly SSEKMSKeyId?: string;
  readonly BucketKeyEnabled?: boolean;
}

/** What a client says about an object besides its bytes. */
export interface ObjectAttributes {
  readonly headers: ContentHeaders;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly tags?: readonly Tag[];
  /** Absent: STANDARD. */
  readonly storageClass?: string;
  readonly encryption: Encryption;
  readonly acl?: string;
}

export interface VersionRecord {
  readonly key: string;
  /** `null`, as text, where versioning is off. */
  readonly versionId: string;
  /** Orders the versions of a key, newest highest. */
  readonly sequence: number;
  readonly modifiedMs: number;
  readonly account: string;
}

export interface ObjectRecord extends VersionRecord, ObjectAttributes {
  readonly deleteMarker?: undefined;
  readonly size: number;
  /** Without its quotes. */
  readonly eTag: string;
  readonly content: ContentReference;
  readonly checksum?: StoredChecksum;
}

export interface DeleteMarkerRecord extends VersionRecord {
  readonly deleteMarker: true;
}

export interface BucketRecord {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly createdMs: number;
  readonly versioning?: 'Enabled' | 'Suspended';
  readonly acl?: string;
  /** Subresources that are recorded as they came, by their name in `bucket-configurations.ts`; `null` was deleted, absent is the default. */
  readonly configurations: Readonly<Record<string, unknown>>;
}

export interface UploadRecord extends ObjectAttributes {
  readonly uploadId: string;
  readonly key: string;
  readonly account: string;
  readonly initiatedMs: number;
  /** What parts are summed with. */
  readonly checksumAlgorithm: ChecksumAlgorithm;
  readonly checksumType: ChecksumType;
  /** False when the client named no algorithm: then answers about the upload do not mention it. */
  readonly checksumWasAsked: boolean;
}

export interface PartRecord {
  readonly partNumber: number;
  readonly size: number;
  readonly eTag: string;
  readonly modifiedMs: number;
  readonly content: ContentReference;
  /** Base64, in the upload's algorithm. */
  readonly checksum: string;
}

export interface Manifest {
  readonly parts: readonly Omit<PartRecord, 'eTag' | 'modifiedMs'>[];
}
