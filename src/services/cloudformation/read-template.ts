/** The template that a request means: in its body, at a URL, or the one that the stack has. */
import type { OperationContext } from '../../gateway/operation.ts';
import type { CloudFormation } from './cloudformation-dependencies.ts';
import { validationError } from './cloudformation-errors.ts';

export interface TemplateSource {
  readonly TemplateBody?: string;
  readonly TemplateURL?: string;
  readonly UsePreviousTemplate?: boolean;
}

const MOST_BYTES = 1_048_576;

/** `previous` is the template of the stack, where there is one. @throws {ApiError} ValidationError */
export async function readTemplate(
  cloudFormation: Pick<CloudFormation, 'caller'>,
  { TemplateBody, TemplateURL, UsePreviousTemplate }: TemplateSource,
  context: Pick<OperationContext, 'region' | 'account' | 'signal'>,
  previous?: string,
): Promise<string> {
  const given = [TemplateBody, TemplateURL].filter((source) => source !== undefined).length;
  if (given + (UsePreviousTemplate ? 1 : 0) > 1)
    throw validationError('You must specify only one of Template URL, Template Body and UsePreviousTemplate.');
  if (TemplateBody !== undefined) return TemplateBody;
  if (TemplateURL !== undefined) return fetchTemplate(cloudFormation, TemplateURL, context);
  if (UsePreviousTemplate && previous !== undefined && previous !== '') return previous;
  throw validationError('Either Template URL or Template Body must be specified.');
}

async function fetchTemplate(
  { caller }: Pick<CloudFormation, 'caller'>,
  url: string,
  { region, account, signal }: Pick<OperationContext, 'region' | 'account' | 'signal'>,
): Promise<string> {
  const { Bucket, Key } = locationOf(url);
  const params = { Bucket, Key };
  const result = await caller.call({
    ...{ service: 's3', operation: 'GetObject', params, collectStreams: true, region, account, signal },
  });
  if (!result.ok) {
    throw validationError(
      `S3 error: ${result.message}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
    );
  }
  const body = result.output['Body'] as Uint8Array;
  if (body.byteLength > MOST_BYTES) throw validationError(`Template may not exceed ${MOST_BYTES} bytes in size.`);
  return Buffer.from(body).toString('utf8');
}

/** `https://BUCKET.s3.REGION.amazonaws.com/KEY`, or `BUCKET/KEY` as a path at any host. */
function locationOf(url: string): { readonly Bucket: string; readonly Key: string } {
  if (!URL.canParse(url)) throw validationError('TemplateURL must be a supported URL.');
  const { hostname, pathname, protocol } = new URL(url);
  const path = decodeURIComponent(pathname.slice(1));
  if (protocol === 's3:') return { Bucket: hostname, Key: path };
  const virtual = /^(.+?)\.s3[.-]/.exec(hostname)?.[1];
  if (virtual !== undefined) return { Bucket: virtual, Key: path };
  const slash = path.indexOf('/');
  if (slash < 1 || slash === path.length - 1) throw validationError('TemplateURL must be a supported URL.');
  return { Bucket: path.slice(0, slash), Key: path.slice(slash + 1) };
}
