import { expect, test } from 'vitest';
import { sdkExceptionName, sdkName } from './sdk-names.ts';

test.each([
  ['stateMachineArn', 'StateMachineArn'],
  ['TopicArn', 'TopicArn'],
  ['ETag', 'ETag'],
  ['MD5OfBody', 'Md5OfBody'],
  ['SSEKMSKeyId', 'SsekmsKeyId'],
  ['AWSAccountId', 'AwsAccountId'],
  ['DBInstanceIdentifier', 'DbInstanceIdentifier'],
  ['CodeSha256', 'CodeSha256'],
  ['S3Key', 'S3Key'],
  ['S', 'S'],
  ['N', 'N'],
  ['BOOL', 'Bool'],
  ['SS', 'Ss'],
  ['NULL', 'Nul'],
  ['KeySchema', 'KeySchema'],
  ['ChecksumCRC32', 'ChecksumCRC32'],
  ['ChecksumSHA256', 'ChecksumSHA256'],
  ['ChecksumAlgorithm', 'ChecksumAlgorithm'],
  ['constructor', 'Constructor'],
])('%s is %s', (name, expected) => {
  expect(sdkName(name)).toBe(expected);
});

test.each([
  ['NoSuchBucket', 'NoSuchBucketException'],
  ['ResourceNotFoundException', 'ResourceNotFoundException'],
  ['InternalServerError', 'InternalServerErrorException'],
  ['ServiceUnavailableFault', 'ServiceUnavailableException'],
  ['KMSInvalidStateException', 'KmsInvalidStateException'],
  ['EC2AccessDeniedException', 'Ec2AccessDeniedException'],
  ['EFSIOException', 'EfsioException'],
])('the error %s is %s', (shape, expected) => {
  expect(sdkExceptionName(shape)).toBe(expected);
});
