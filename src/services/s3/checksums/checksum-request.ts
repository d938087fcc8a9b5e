/**
 * Which checksum a request asks for, and what it says the value is: in a member (`ChecksumCRC32`), or in a trailer that comes after the body.
 * The rules are S3's: one algorithm per request; a value wins over `ChecksumAlgorithm`; nothing asked means CRC64NVME.
 */
import { invalidRequest, notImplemented } from '../s3-errors.ts';
import type { ChecksumAlgorithm, ChecksumType, StoredChecksum } from '../s3-records.ts';

export const CHECKSUM_MEMBERS = {
  ChecksumCRC32: 'CRC32',
  ChecksumCRC32C: 'CRC32C',
  ChecksumCRC64NVME: 'CRC64NVME',
  ChecksumSHA1: 'SHA1',
  ChecksumSHA256: 'SHA256',
  ChecksumSHA512: 'SHA512',
  ChecksumMD5: 'MD5',
} as const satisfies Record<string, ChecksumAlgorithm>;

export type ChecksumMember = keyof typeof CHECKSUM_MEMBERS;
export type ChecksumValues = { readonly [member in ChecksumMember]?: string };

export interface ChecksumInput extends ChecksumValues {
  readonly ChecksumAlgorithm?: string;
}

const BYTES: Readonly<Record<ChecksumAlgorithm, number>> = {
  CRC32: 4,
  CRC32C: 4,
  CRC64NVME: 8,
  SHA1: 20,
  SHA256: 32,
  SHA512: 64,
  MD5: 16,
};

const MEMBERS = Object.entries(CHECKSUM_MEMBERS) as [ChecksumMember, ChecksumAlgorithm][];
const UNKNOWN_MEMBERS = ['ChecksumXXHASH64', 'ChecksumXXHASH3', 'ChecksumXXHASH128'];

export interface ChecksumRequest {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64, when it was in the head of the request. */
  readonly expected?: string;
  /** Lower-case name of the trailer that will carry it. */
  readonly trailer?: string;
  /** False when nothing was asked and the default applies. */
  readonly wasAsked: boolean;
}

export function parseChecksumRequest(
  input: ChecksumInput,
  headers: Readonly<Record<string, string>> = {},
  fallback: ChecksumAlgorithm = 'CRC64NVME',
): ChecksumRequest {
  refuseUnknown(input);
  const given = MEMBERS.filter(([member]) => input[member] !== undefined);
  if (given.length > 1)
    throw invalidRequest('Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.');
  const trailer = trailingChecksum(headers['x-amz-trailer']);
  if (given[0]) {
    const [member, algorithm] = given[0];
    const expected = input[member]!;
    checkValue(algorithm, expected);
    return { algorithm, expected, wasAsked: true };
  }
  if (trailer) return { ...trailer, wasAsked: true };
  if (input.ChecksumAlgorithm !== undefined) {
    return { algorithm: parseChecksumAlgorithm(input.ChecksumAlgorithm), wasAsked: true };
  }
  return { algorithm: fallback, wasAsked: false };
}

export function parseChecksumAlgorithm(name: string): ChecksumAlgorithm {
  const upper = name.toUpperCase();
  if (upper.startsWith('XXHASH')) throw notImplemented('x-amz-checksum-algorithm');
  if (upper in BYTES) return upper as ChecksumAlgorithm;
  throw invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );
}

/** Value for `x-amz-checksum-…` of a part that names it in a request body. */
export function checkValue(algorithm: ChecksumAlgorithm, value: string): void {
  if (Buffer.from(value, 'base64').length !== BYTES[algorithm]) {
    throw invalidRequest(`Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  }
}

/** The members by which an answer states a checksum. */
export function checksumOutput(checksum: StoredChecksum | undefined): ChecksumValues & { ChecksumType?: ChecksumType } {
  if (!checksum) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}

function refuseUnknown(input: object): void {
  for (const member of UNKNOWN_MEMBERS) {
    if (member in input && (input as Record<string, unknown>)[member] !== undefined) {
      throw notImplemented(`x-amz-checksum-${member.slice('Checksum'.length).toLowerCase()}`);
    }
  }
}

function trailingChecksum(
  header: string | undefined,
): { readonly trailer: string; readonly algorithm: ChecksumAlgorithm } | undefined {
  for (const name of (header ?? '').split(',')) {
    const trailer = name.trim().toLowerCase();
    if (!trailer.startsWith('x-amz-checksum-')) continue;
    return { trailer, algorithm: parseChecksumAlgorithm(trailer.slice('x-amz-checksum-'.length)) };
  }
  return undefined;
}
