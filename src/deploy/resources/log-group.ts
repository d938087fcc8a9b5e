/** AWS::Logs::LogGroup. A group that exists already (its function may have written first) is taken over. */
import {
  pick,
  type ResourceInstance,
  type ResourceProvider,
  type ResourceRequest,
  tagMap,
  textOf,
} from '../resource-provider.ts';

const NOT_FOUND = ['ResourceNotFoundException'];

export const logGroup: ResourceProvider = {
  type: 'AWS::Logs::LogGroup',
  properties: new Set([
    'LogGroupName',
    'RetentionInDays',
    'LogGroupClass',
    'DeletionProtectionEnabled',
    'KmsKeyId',
    'Tags',
  ]),
  requires: [['logs', 'CreateLogGroup']],
  async create(request) {
    const { properties, services } = request;
    const name = textOf(properties, 'LogGroupName') ?? request.generatedName.slice(0, 512);
    const tags = tagMap(properties['Tags']);
    const { LogGroupClass: logGroupClass } = pick(properties, ['LogGroupClass']);
    await services.attempt(
      'logs',
      'CreateLogGroup',
      {
        logGroupName: name,
        ...(logGroupClass !== undefined && { logGroupClass }),
        ...(Object.keys(tags).length > 0 && { tags }),
      },
      ['ResourceAlreadyExistsException'],
    );
    await configure(name, request);
    return instance(name, request);
  },
  async update(request, previous) {
    const name = textOf(request.properties, 'LogGroupName');
    if (name !== undefined && name !== previous.physicalId) return 'REPLACE';
    await configure(previous.physicalId, request);
    const tags = tagMap(request.properties['Tags']);
    if (Object.keys(tags).length > 0) {
      const resourceArn = arnOf(previous.physicalId, request);
      await request.services.call('logs', 'TagResource', { resourceArn, tags });
    }
    return previous;
  },
  async delete({ services }, { physicalId: logGroupName }) {
    await services.attempt('logs', 'DeleteLogGroup', { logGroupName }, NOT_FOUND);
  },
};

async function configure(logGroupName: string, { properties, services }: ResourceRequest): Promise<void> {
  const { RetentionInDays: days, DeletionProtectionEnabled: isProtected, KmsKeyId: kmsKeyId } = properties;
  if (kmsKeyId === undefined) await services.call('logs', 'DisassociateKmsKey', { logGroupName });
  else await services.call('logs', 'AssociateKmsKey', { logGroupName, kmsKeyId });
  if (days === undefined) await services.call('logs', 'DeleteRetentionPolicy', { logGroupName });
  else await services.call('logs', 'PutRetentionPolicy', { logGroupName, retentionInDays: Number(days) });
  await services.call('logs', 'PutLogGroupDeletionProtection', {
    logGroupIdentifier: logGroupName,
    deletionProtectionEnabled: String(isProtected) === 'true',
  });
}

function arnOf(name: string, { region, account }: ResourceRequest): string {
  return `arn:aws:logs:${region}:${account}:log-group:${name}`;
}

function instance(name: string, request: ResourceRequest): ResourceInstance {
  return { physicalId: name, ref: name, attributes: { Arn: `${arnOf(name, request)}:*` } };
}
