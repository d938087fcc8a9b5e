import type { Operation } from '../../../gateway/operation.ts';
import { version2 } from '../dialect.ts';
import type { Ses } from '../ses-record.ts';
import { testRender } from '../templates.ts';

export interface TestRenderEmailTemplateInput {
  readonly TemplateName: string;
  readonly TemplateData: string;
}

export function testRenderEmailTemplate(ses: Ses): Operation<TestRenderEmailTemplateInput> {
  return async ({ TemplateName, TemplateData }, context) => ({
    RenderedTemplate: await testRender(ses, context, version2, TemplateName, TemplateData),
  });
}
