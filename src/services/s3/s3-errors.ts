/** S3's errors in S3's words. `fields` are the further elements of the XML error. */
import { ApiError } from '../../gateway/operation.ts';

type Fields = Readonly<Record<string, unknown>>;

const error = (code: string, status: number, message: string, fields: Fields = {}): ApiError =>
  new ApiError(code, message, { status, fields });

export const noSuchBucket = (BucketName: string): ApiError =>
  error('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName });

export const noSuchKey = (Key: string): ApiError =>
  error('NoSuchKey', 404, 'The specified key does not exist.', { Key });

export const noSuchVersion = (Key: string, VersionId: string): ApiError =>
  error('NoSuchVersion', 404, 'The specified version does not exist.', { Key, VersionId });

export const noSuchUpload = (UploadId: string): ApiError =>
  error(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId },
  );

/** The answer to HEAD, which has no body to explain itself in. */
export const notFound = (): ApiError => error('NotFound', 404, 'Not Found');

export const notModified = (): ApiError => error('NotModified', 304, 'Not Modified');

export const bucketNotEmpty = (BucketName: string, isVersioned: boolean): ApiError =>
  error(
    'BucketNotEmpty',
    409,
    isVersioned
      ? 'The bucket you tried to delete is not empty. You must delete all versions in the bucket.'
      : 'The bucket you tried to delete is not empty',
    { BucketName },
  );

export const bucketAlreadyExists = (BucketName: string): ApiError =>
  error(
    'BucketAlreadyExists',
    409,
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
    { BucketName },
  );

export const bucketAlreadyOwnedByYou = (BucketName: string): ApiError =>
  error(
    'BucketAlreadyOwnedByYou',
    409,
    'Your previous request to create the named bucket succeeded and you already own it.',
    { BucketName },
  );

export const invalidBucketName = (BucketName: string): ApiError =>
  error('InvalidBucketName', 400, 'The specified bucket is not valid.', { BucketName });

export const keyTooLong = (Size: number): ApiError =>
  error('KeyTooLongError', 400, 'Your key is too long', { Size, MaxSizeAllowed: 1024 });

export const invalidRange = (RangeRequested: string, ActualObjectSize: number): ApiError =>
  error('InvalidRange', 416, 'The requested range is not satisfiable', { RangeRequested, ActualObjectSize });

export const invalidPartNumber = (PartNumberRequested: number, ActualPartCount: number): ApiError =>
  error('InvalidPartNumber', 416, 'The requested partnumber is not satisfiable', {
    PartNumberRequested,
    ActualPartCount,
  });

export const preconditionFailed = (Condition: string): ApiError =>
  error('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', { Condition });

export const invalidDigest = (contentMd5: string): ApiError =>
  error('InvalidDigest', 400, 'The Content-MD5 you specified was invalid.', { 'Content-MD5': contentMd5 });

export const badMd5 = (ExpectedDigest: string, CalculatedDigest: string): ApiError =>
  error('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.', {
    ExpectedDigest,
    CalculatedDigest,
  });

export const badChecksum = (algorithm: string): ApiError =>
  error('BadDigest', 400, `The ${algorithm} you specified did not match the calculated checksum.`);

export const contentSha256Mismatch = (ClientComputedContentSHA256: string, S3ComputedContentSHA256: string): ApiError =>
  error(
    'XAmzContentSHA256Mismatch',
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
    { ClientComputedContentSHA256, S3ComputedContentSHA256 },
  );

export const incompleteBody = (): ApiError =>
  error('IncompleteBody', 400, 'You did not provide the number of bytes specified by the Content-Length HTTP header');

export const entityTooLarge = (ProposedSize: number, MaxSizeAllowed: number): ApiError =>
  error('EntityTooLarge', 400, 'Your proposed upload exceeds the maximum allowed size', {
    ProposedSize,
    MaxSizeAllowed,
  });

export const entityTooSmall = (fields: {
  ProposedSize: number;
  MinSizeAllowed: number;
  PartNumber: number;
  ETag: string;
}): ApiError => error('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size', fields);

export const invalidPart = (UploadId: string, PartNumber: number, ETag: string): ApiError =>
  error(
    'InvalidPart',
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
    { UploadId, PartNumber, ETag },
  );

export const invalidPartOrder = (UploadId: string): ApiError =>
  error(
    'InvalidPartOrder',
    400,
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
    { UploadId },
  );

export const malformedXml = (): ApiError =>
  error(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const invalidArgument = (message: string, ArgumentName?: string, ArgumentValue?: unknown): ApiError =>
  error('InvalidArgument', 400, message, ArgumentName === undefined ? {} : { ArgumentName, ArgumentValue });

export const invalidRequest = (message: string): ApiError => error('InvalidRequest', 400, message);

export const invalidTag = (message: string, fields: Fields = {}): ApiError => error('InvalidTag', 400, message, fields);

export const badRequest = (message: string): ApiError => error('BadRequest', 400, message);

export const accessDenied = (): ApiError => error('AccessDenied', 403, 'Access Denied');

export const aclNotSupported = (): ApiError =>
  error('AccessControlListNotSupported', 400, 'The bucket does not allow ACLs');

export const metadataTooLarge = (Size: number): ApiError =>
  error('MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed metadata size', {
    Size,
    MaxSizeAllowed: 2048,
  });

export const invalidStorageClass = (StorageClassRequested: string): ApiError =>
  error('InvalidStorageClass', 400, 'The storage class you specified is not valid', { StorageClassRequested });

export const deleteMarkerNotAllowed = (Method: string): ApiError =>
  error('MethodNotAllowed', 405, 'The specified method is not allowed against this resource.', {
    Method,
    ResourceType: 'DeleteMarker',
  });

/** What Stepwell does not do is refused, never ignored. */
export const notImplemented = (Header: string): ApiError =>
  error('NotImplemented', 501, 'A header you provided implies functionality that is not implemented', { Header });

/** A bucket's subresource that was never set: each has a code of its own. */
export const missingConfiguration = (code: string, message: string, BucketName: string): ApiError =>
  error(code, 404, message, { BucketName });
