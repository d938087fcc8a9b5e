import type { Operation } from '../../../gateway/operation.ts';
import type { CloudFormation } from '../cloudformation-dependencies.ts';
import { mendable, noSuchStackId, validationError } from '../cloudformation-errors.ts';
import { readTemplate, type TemplateSource } from '../read-template.ts';
import { parameterDeclarations } from '../views.ts';

interface Input extends TemplateSource {
  readonly StackName?: string;
}

export function getTemplateSummary(cloudFormation: CloudFormation): Operation<Input> {
  return async (input, context) => {
    const { stacks } = cloudFormation;
    const stack = input.StackName === undefined ? undefined : stacks.find(input.StackName, context);
    if (input.StackName !== undefined && !stack) throw noSuchStackId(input.StackName);
    if (stack && (input.TemplateBody !== undefined || input.TemplateURL !== undefined))
      throw validationError('You can specify only one of StackName, TemplateBody and TemplateURL.');
    const template = stack ? stack.template : await readTemplate(cloudFormation, input, context);
    const summary = await mendable(() => stacks.summarise(template));
    return {
      Parameters: parameterDeclarations(summary),
      Description: summary.description,
      Capabilities: summary.capabilities,
      CapabilitiesReason: summary.capabilitiesReason,
      ResourceTypes: summary.resourceTypes,
      Version: summary.version,
      Metadata: summary.metadata,
      DeclaredTransforms: summary.transforms,
      ResourceIdentifierSummaries: [],
    };
  };
}
