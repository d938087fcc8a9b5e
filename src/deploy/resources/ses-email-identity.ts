/** AWS::SES::EmailIdentity. Verified as soon as it is made. */
import type { JsonObject } from '../../asl/json.ts';
import { type ResourceInstance, type ResourceProvider, type ResourceRequest, textOf } from '../resource-provider.ts';

export const sesEmailIdentity: ResourceProvider = {
  type: 'AWS::SES::EmailIdentity',
  properties: new Set([
    'EmailIdentity',
    'ConfigurationSetAttributes',
    'DkimAttributes',
    'FeedbackAttributes',
    'MailFromAttributes',
    'Tags',
  ]),
  requires: [['sesv2', 'CreateEmailIdentity']],
  async create(request) {
    const EmailIdentity = textOf(request.properties, 'EmailIdentity') ?? '';
    const { Tags } = request.properties;
    const input = { EmailIdentity, ...(Tags !== undefined && { Tags }) };
    await request.services.attempt('sesv2', 'CreateEmailIdentity', input, ['AlreadyExistsException']);
    return configure(EmailIdentity, request);
  },
  async update(request, { physicalId }) {
    if (textOf(request.properties, 'EmailIdentity') !== physicalId) return 'REPLACE';
    const { Tags } = request.properties;
    if (Tags !== undefined) {
      const ResourceArn = `arn:aws:ses:${request.region}:${request.account}:identity/${physicalId}`;
      await request.services.call('sesv2', 'TagResource', { ResourceArn, Tags });
    }
    return configure(physicalId, request);
  },
  async delete({ services }, { physicalId: EmailIdentity }) {
    await services.attempt('sesv2', 'DeleteEmailIdentity', { EmailIdentity }, ['NotFoundException']);
  },
};

/** Property → operation; what the template leaves out goes back to its default. */
async function configure(EmailIdentity: string, { properties, services }: ResourceRequest): Promise<ResourceInstance> {
  const set = (operation: string, params: object) => services.call('sesv2', operation, { EmailIdentity, ...params });
  const { DkimAttributes, FeedbackAttributes, MailFromAttributes, ConfigurationSetAttributes } = properties as Readonly<
    Record<string, JsonObject | undefined>
  >;
  await set('PutEmailIdentityConfigurationSetAttributes', { ...ConfigurationSetAttributes });
  await set('PutEmailIdentityMailFromAttributes', { ...MailFromAttributes });
  await set('PutEmailIdentityFeedbackAttributes', {
    EmailForwardingEnabled: String(FeedbackAttributes?.['EmailForwardingEnabled'] ?? true) === 'true',
  });
  const isSigned = DkimAttributes?.['SigningEnabled'] ?? !EmailIdentity.includes('@');
  await set('PutEmailIdentityDkimAttributes', { SigningEnabled: String(isSigned) === 'true' });
  const described = await set('GetEmailIdentity', {});
  const tokens = ((described['DkimAttributes'] as JsonObject)['Tokens'] ?? []) as readonly string[];
  const records = tokens.flatMap((token, index) => [
    [`DkimDNSTokenName${index + 1}`, `${token}._domainkey.${EmailIdentity}`],
    [`DkimDNSTokenValue${index + 1}`, `${token}.dkim.amazonses.com`],
  ]);
  return { physicalId: EmailIdentity, ref: EmailIdentity, attributes: Object.fromEntries(records) as JsonObject };
}
