import type { Operation } from '../../../gateway/operation.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { mendable } from '../cloudformation-errors.ts';
import { readTemplate, type TemplateSource } from '../read-template.ts';
import { parameterDeclarations } from '../views.ts';

export function validateTemplate(cloudFormation: CloudFormation): Operation<TemplateSource> {
  return async (input, context) => {
    const template = await readTemplate(cloudFormation, input, context);
    const summary = await mendable(() => cloudFormation.stacks.summarise(template));
    return {
      Parameters: parameterDeclarations(summary),
      Description: summary.description,
      Capabilities: summary.capabilities,
      CapabilitiesReason: summary.capabilitiesReason,
      DeclaredTransforms: summary.transforms,
    };
  };
}
