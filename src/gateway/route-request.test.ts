import { expect, test } from 'vitest';
import { type RoutableRequest, ServiceRouter, s3Host } from './route-request.ts';
import { ServiceBinding } from './service-binding.ts';

const names = [
  'stepfunctions',
  'lambda',
  's3',
  'sqs',
  'sns',
  'sts',
  'ses',
  'sesv2',
  'apigateway',
  'apigatewayv2',
  'cloudformation',
];
const router = new ServiceRouter(names.map((model) => new ServiceBinding({ model, operations: {} })));

function route(method: string, url: string, more: Partial<RoutableRequest> = {}): string {
  const [path = '/', rawQuery = ''] = url.split('?');
  const found = router.route({ method, path, rawQuery, headers: {}, ...more });
  if (found.type !== 'Found') return found.type;
  const labels = Object.values(found.labels).join(' ');
  return `${found.bound.binding.model.name} ${found.bound.model.name} ${labels}`.trim();
}

test.each<[request: string, more: Partial<RoutableRequest>, expected: string]>([
  ['POST /', { headers: { 'x-amz-target': 'AWSStepFunctions.StartExecution' } }, 'stepfunctions StartExecution'],
  ['POST /', { headers: { 'x-amz-target': 'AWSStepFunctions.Nope' } }, 'UnknownOperation'],
  ['POST /', { headers: { 'x-amz-target': 'Nope.Nope' } }, 'UnknownService'],
  ['POST /', { form: 'Action=Publish&Version=2010-03-31' }, 'sns Publish'],
  ['POST /', { form: 'Action=SendEmail&Version=2010-12-01' }, 'ses SendEmail'],
  ['POST /1/q', { form: 'Action=SendMessage' }, 'sqs SendMessage'],
  ['GET /?Action=GetCallerIdentity&Version=2011-06-15', {}, 'sts GetCallerIdentity'],
  ['POST /', { form: 'Action=DescribeStacks', signingName: 'cloudformation' }, 'cloudformation DescribeStacks'],
  ['POST /v2/email/outbound-emails', { signingName: 'ses' }, 'sesv2 SendEmail'],
  ['POST /v2/email/outbound-emails', {}, 'sesv2 SendEmail'],
  ['GET /v2/apis', { signingName: 'apigateway' }, 'apigatewayv2 GetApis'],
  ['GET /restapis/a/resources', { signingName: 'apigateway' }, 'apigateway GetResources a'],
  ['POST /2015-03-31/functions/a%3Ab/invocations', {}, 'lambda Invoke a:b'],
  ['GET /2015-03-31/functions/', {}, 'lambda ListFunctions'],
  ['GET /', {}, 's3 ListBuckets'],
  ['GET /b', {}, 's3 ListObjects b'],
  ['GET /b/', {}, 's3 ListObjects b'],
  ['GET /b?list-type=2', {}, 's3 ListObjectsV2 b'],
  ['GET /b?location', {}, 's3 GetBucketLocation b'],
  ['PUT /b/a//b/', {}, 's3 PutObject b a//b/'],
  ['PUT /b/k', { headers: { 'x-amz-copy-source': 'x' } }, 's3 CopyObject b k'],
  ['PUT /b/k?partNumber=1&uploadId=u', {}, 's3 UploadPart b k'],
  ['PUT /b/k?partNumber=1&uploadId=u', { headers: { 'x-amz-copy-source': 'x' } }, 's3 UploadPartCopy b k'],
  ['POST /b/k?uploads', {}, 's3 CreateMultipartUpload b k'],
  ['POST /b/k?uploadId=u', {}, 's3 CompleteMultipartUpload b k'],
  ['DELETE /b/k?uploadId=u', {}, 's3 AbortMultipartUpload b k'],
  ['DELETE /b/k', {}, 's3 DeleteObject b k'],
  ['POST /b?delete', {}, 's3 DeleteObjects b'],
  ['GET /b/k?uploadId=u', {}, 's3 ListParts b k'],
  ['GET /b/k?tagging', {}, 's3 GetObjectTagging b k'],
  ['HEAD /b', {}, 's3 HeadBucket b'],
  ['GET /k', { headers: { host: 'b.s3.eu-west-1.amazonaws.com' } }, 's3 GetObject b k'],
  ['GET /', { headers: { host: 'b.s3.localhost:4566' } }, 's3 ListObjects b'],
  ['GET /b/k', { headers: { host: 's3.localhost:4566' } }, 's3 GetObject b k'],
  ['GET /b/%zz', {}, 'UnreadablePath'],
  ['GET /2015-03-31/nothing', { signingName: 'lambda' }, 'UnknownOperation'],
  ['GET /keys', { signingName: 'kms' }, 'UnknownService'],
])('%s %j', (request, more, expected) => {
  const [method = '', url = ''] = request.split(' ');
  expect(route(method, url, more)).toBe(expected);
});

test.each([
  ['localhost:4566', undefined],
  ['127.0.0.1', undefined],
  ['s3', undefined],
  ['mys3.example.com', undefined],
  ['s3.amazonaws.com', {}],
  ['my.bucket.s3.us-east-1.amazonaws.com', { bucket: 'my.bucket' }],
  ['b.s3-eu-west-1.amazonaws.com', { bucket: 'b' }],
])('the bucket of the host %s', (host, expected) => {
  expect(s3Host(host)).toEqual(expected);
});
