/**
 * Whether a request may pass: off loopback only what is signed with a known secret; on loopback anything, though a presigned
 * URL expires there too.
 */
import type { Exchange } from './aws-handler.ts';
import { ApiError } from './operation.ts';
import { s3Host } from './route-request.ts';
import { isSignedWithV2, type PresignedV2, requireUnexpired, stringToSignV2 } from './sigv2.ts';
import { isSignedWith, requireFresh, type Signature, UNSIGNED_PAYLOAD } from './sigv4.ts';

/** The secret of an access key id; `undefined` if there is no such key. */
export type SecretLookup = (accessKeyId: string) => string | undefined;

export interface AuthenticationOptions {
  readonly requireSignature: boolean;
  readonly secretFor?: SecretLookup;
  readonly now: () => number;
}

/** A signer whose signature of the head was right, and whose signature of the body must still be compared. */
export interface AuthenticatedSigner {
  readonly secret: string;
  readonly signature: Signature;
  /** Hex SHA-256 that the body must have; absent if the signature does not cover the body. */
  readonly bodyHash?: string;
  /** The body's hash is part of the signature, but not in a header: compare once it was read. */
  verifyBody?(bodyHash: string): boolean;
}

const forbidden = (code: string, message: string) => new ApiError(code, message, { status: 403 });
const mismatch = (isS3: boolean, fields: Readonly<Record<string, unknown>> = {}) =>
  new ApiError(
    'SignatureDoesNotMatch',
    isS3
      ? 'The request signature we calculated does not match the signature you provided. Check your key and signing method.'
      : 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
    { status: 403, fields },
  );
const unknownKey = (isS3: boolean, AWSAccessKeyId: string) =>
  isS3
    ? new ApiError('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
        status: 403,
        fields: { AWSAccessKeyId },
      })
    : forbidden('UnrecognizedClientException', 'The security token included in the request is invalid.');

/** @throws {ApiError} if the request may not pass */
export function authenticate(
  options: AuthenticationOptions,
  exchange: Exchange,
  isPublic: boolean,
): AuthenticatedSigner | undefined {
  const { signature } = exchange;
  if (!options.requireSignature && !signature?.isPresigned) return undefined;
  if (!signature) {
    if (isPublic) return undefined;
    throw forbidden('MissingAuthenticationToken', 'Request is missing Authentication Token');
  }
  requireFresh(signature, options.now());
  const secret = options.secretFor?.(signature.accessKeyId);
  if (secret === undefined) {
    if (!options.requireSignature) return undefined;
    throw unknownKey(signature.service === 's3', signature.accessKeyId);
  }
  // On loopback, any credentials will do; a key that is known must sign rightly off loopback only, or in a URL that was handed on.
  return verifyHead(secret, signature, exchange);
}

/** @throws {ApiError} if the URL has expired, or was not signed by the secret of its key */
export function authenticateV2(options: AuthenticationOptions, exchange: Exchange, presigned: PresignedV2): undefined {
  requireUnexpired(presigned, options.now());
  const { accessKeyId, signature } = presigned;
  const secret = options.secretFor?.(accessKeyId);
  if (secret === undefined) {
    if (options.requireSignature) throw unknownKey(true, accessKeyId);
    return;
  }
  const { path, rawQuery, headers } = exchange;
  const request = { method: exchange.request.method ?? 'GET', path, rawQuery, headers };
  const bucket = s3Host(headers['host'] ?? '')?.bucket;
  const resource = bucket === undefined ? path : `/${bucket}${path}`;
  const StringToSign = stringToSignV2(request, resource, presigned);
  if (isSignedWithV2(secret, StringToSign, presigned)) return;
  // Of a bucket itself, tools sign the path with a slash at its end, and leave it out of the URL.
  if (isSignedWithV2(secret, stringToSignV2(request, `${resource}/`, presigned), presigned)) return;
  throw mismatch(true, { AWSAccessKeyId: accessKeyId, StringToSign, SignatureProvided: signature });
}

function verifyHead(secret: string, signature: Signature, exchange: Exchange): AuthenticatedSigner {
  const request = {
    method: exchange.request.method ?? 'GET',
    path: exchange.path,
    rawQuery: exchange.rawQuery,
    headers: exchange.headers,
  };
  const isS3 = signature.service === 's3';
  const provided = { AWSAccessKeyId: signature.accessKeyId, SignatureProvided: signature.signature };
  const declared = exchange.headers['x-amz-content-sha256'];
  if (signature.isPresigned && isS3) {
    if (!isSignedWith(secret, request, signature, UNSIGNED_PAYLOAD)) throw mismatch(isS3, provided);
    return { secret, signature };
  }
  if (declared !== undefined) {
    if (!isSignedWith(secret, request, signature, declared)) throw mismatch(isS3, provided);
    return { secret, signature, bodyHash: /^[0-9a-f]{64}$/.test(declared) ? declared : undefined };
  }
  return { secret, signature, verifyBody: (hash) => isSignedWith(secret, request, signature, hash) };
}

/** @throws {ApiError} if the body is not the one that was signed */
export function requireSignedBody(signer: AuthenticatedSigner, bodyHash: string): void {
  if (signer.verifyBody && !signer.verifyBody(bodyHash)) throw mismatch(signer.signature.service === 's3');
  if (signer.bodyHash !== undefined && signer.bodyHash !== bodyHash) {
    throw new ApiError(
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
}
