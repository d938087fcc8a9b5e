/** AWS::SES::Template. */
import type { JsonObject } from '../../asl/json.ts';
import { pick, type ResourceInstance, type ResourceProvider, type ResourceRequest } from '../resource-provider.ts';

export const sesTemplate: ResourceProvider = {
  type: 'AWS::SES::Template',
  properties: new Set(['Template']),
  requires: [
    ['ses', 'CreateTemplate'],
    ['ses', 'UpdateTemplate'],
  ],
  async create(request) {
    const Template = templateOf(request, request.generatedName.slice(0, 64));
    const made = await request.services.attempt('ses', 'CreateTemplate', { Template }, [
      'AlreadyExists',
      'AlreadyExistsException',
    ]);
    if (!made) await request.services.call('ses', 'UpdateTemplate', { Template });
    return instance(Template.TemplateName);
  },
  async update(request, { physicalId }) {
    const Template = templateOf(request, physicalId);
    if (Template.TemplateName !== physicalId) return 'REPLACE';
    await request.services.call('ses', 'UpdateTemplate', { Template });
    return instance(physicalId);
  },
  async delete({ services }, { physicalId: TemplateName }) {
    await services.call('ses', 'DeleteTemplate', { TemplateName });
  },
};

function templateOf({ properties }: ResourceRequest, name: string) {
  const template = (properties['Template'] ?? {}) as JsonObject;
  return {
    ...pick(template, ['SubjectPart', 'TextPart', 'HtmlPart']),
    TemplateName: String(template['TemplateName'] ?? name),
  };
}

function instance(name: string): ResourceInstance {
  return { physicalId: name, ref: name, attributes: { Id: name } };
}
