import type { Operation } from '../../../gateway/operation.ts';
import { version1 } from '../dialect.ts';
import type { Ses } from '../ses-record.ts';
import { testRender } from '../templates.ts';

export interface TestRenderTemplateInput {
  readonly TemplateName: string;
  readonly TemplateData: string;
}

export function testRenderTemplate(ses: Ses): Operation<TestRenderTemplateInput> {
  return async ({ TemplateName, TemplateData }, context) => ({
    RenderedTemplate: await testRender(ses, context, version1, TemplateName, TemplateData),
  });
}
