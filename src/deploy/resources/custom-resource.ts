/**
 * Custom resources: the function behind the ServiceToken is told what to do and answers with a PUT to a presigned URL, as at CloudFormation.
 *
 * 1. The function is invoked once for each change, and its answer waited for; an answer that never comes fails the resource.
 * 2. What an update needs of the past (the old properties) is kept in the instance's memory.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Json, JsonObject } from '../../asl/json.ts';
import { DeployError } from '../deploy-error.ts';
import type { ResourceInstance, ResourceProvider, ResourceRequest } from '../resource-provider.ts';
import { callSdk, isAwsCustomResource } from './aws-custom-resource.ts';
import { readObject } from './read-object.ts';

const BUCKET = 'stepwell-custom-resources';
const DEFAULT_TIMEOUT_SECONDS = 3_600;
/** An answer that is not there so long after its function has ended will not come. */
const GRACE_MS = 5_000;
const POLL_MS = 20;

type Call = Omit<ResourceRequest, 'properties'>;

interface Answer {
  readonly PhysicalResourceId?: string;
  readonly Data?: JsonObject;
}

export function customResource(type: string): ResourceProvider {
  return {
    type,
    properties: new Set(),
    takesAnyProperty: true,
    requires: [
      ['lambda', 'Invoke'],
      ['s3', 'PutObject'],
    ],
    async create(request) {
      if (isAwsCustomResource(request.properties))
        return callSdk('Create', request.properties, request, request.generatedName);
      const answer = await ask(request, { RequestType: 'Create', ResourceProperties: request.properties });
      return instance(answer, request.generatedName, request.properties);
    },
    async update(request, previous) {
      if (isAwsCustomResource(request.properties))
        return callSdk('Update', request.properties, request, previous.physicalId);
      const answer = await ask(request, {
        RequestType: 'Update',
        PhysicalResourceId: previous.physicalId,
        ResourceProperties: request.properties,
        OldResourceProperties: previous.memory ?? {},
      });
      const next = instance(answer, previous.physicalId, request.properties);
      // Another id is another resource: the old one is cleaned up.
      if (next.physicalId !== previous.physicalId) await remove(request, previous);
      return next;
    },
    delete: remove,
  };

  async function remove(request: Call, previous: ResourceInstance): Promise<void> {
    if (isAwsCustomResource(previous.memory ?? {})) {
      await callSdk('Delete', previous.memory ?? {}, request, previous.physicalId);
      return;
    }
    await ask(request, {
      RequestType: 'Delete',
      PhysicalResourceId: previous.physicalId,
      ResourceProperties: previous.memory ?? {},
    });
  }

  async function ask(
    request: Call,
    event: { readonly ResourceProperties: JsonObject; readonly [name: string]: Json },
  ): Promise<Answer> {
    const { services, stackId, logicalId, presign, newId } = request;
    if (!presign || !newId) throw new DeployError('UNSUPPORTED', 'custom resources need a server that can be answered');
    const token = String(event.ResourceProperties['ServiceToken']);
    if (!token.includes(':lambda:'))
      throw new DeployError('UNSUPPORTED', `ServiceToken ${token}: only functions are supported`);
    await services.attempt('s3', 'CreateBucket', { Bucket: BUCKET }, [
      'BucketAlreadyOwnedByYou',
      'BucketAlreadyExists',
    ]);
    const RequestId = newId();
    const properties = withTexts(event.ResourceProperties) as JsonObject;
    const old = event['OldResourceProperties'];
    const payload = {
      ...event,
      ResourceProperties: properties,
      ...(old !== undefined && { OldResourceProperties: withTexts(old) }),
      StackId: stackId,
      RequestId,
      LogicalResourceId: logicalId,
      ResourceType: type,
      ServiceToken: token,
      ResponseURL: presign({ method: 'PUT', bucket: BUCKET, key: RequestId, expiresSeconds: DEFAULT_TIMEOUT_SECONDS }),
    };
    const seconds = Number(event.ResourceProperties['ServiceTimeout'] ?? DEFAULT_TIMEOUT_SECONDS);
    return answered(request, { token, payload: JSON.stringify(payload), key: RequestId, timeoutMs: seconds * 1_000 });
  }
}

async function answered(
  request: Call,
  { token, payload, key, timeoutMs }: { token: string; payload: string; key: string; timeoutMs: number },
): Promise<Answer> {
  const { services } = request;
  let deadlineMs = Date.now() + timeoutMs;
  let fault: string | undefined;
  const invoked = services.call('lambda', 'Invoke', { FunctionName: token, Payload: Buffer.from(payload) }).then(
    (output) => {
      if (output['FunctionError'] !== undefined) fault = Buffer.from(output['Payload'] as Uint8Array).toString('utf8');
      deadlineMs = Math.min(deadlineMs, Date.now() + (fault === undefined ? GRACE_MS : 0));
    },
    (error: Error) => {
      fault = error.message;
      deadlineMs = 0;
    },
  );
  for (;;) {
    const head = await services.attempt('s3', 'HeadObject', { Bucket: BUCKET, Key: key }, ['NotFound', 'NoSuchKey']);
    if (head) break;
    if (Date.now() >= deadlineMs) {
      const why = fault ?? 'the function ended without an answer to its ResponseURL';
      throw new DeployError('RESOURCE_FAILED', `The custom resource did not answer: ${why}`);
    }
    await pause(POLL_MS);
  }
  await invoked;
  const text = Buffer.from(await readObject(request, BUCKET, key)).toString('utf8');
  await services.call('s3', 'DeleteObject', { Bucket: BUCKET, Key: key });
  return parseAnswer(text);
}

function parseAnswer(text: string): Answer {
  let answer: Answer & { readonly Status?: string; readonly Reason?: string };
  try {
    answer = JSON.parse(text) as Answer;
  } catch {
    throw new DeployError('RESOURCE_FAILED', `The custom resource answered what is not JSON: ${text.slice(0, 200)}`);
  }
  if (answer.Status === 'SUCCESS') return answer;
  throw new DeployError(
    'RESOURCE_FAILED',
    `Received response status [${answer.Status}] from custom resource. Message returned: ${answer.Reason ?? ''}`,
  );
}

function instance(answer: Answer, fallback: string, properties: JsonObject): ResourceInstance {
  const physicalId = answer.PhysicalResourceId || fallback;
  return { physicalId, ref: physicalId, attributes: answer.Data ?? {}, memory: properties };
}

/** CloudFormation hands scalars over as texts. */
function withTexts(value: Json): Json {
  if (Array.isArray(value)) return value.map(withTexts);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withTexts(member)]));
  }
  return value === null ? '' : String(value);
}
