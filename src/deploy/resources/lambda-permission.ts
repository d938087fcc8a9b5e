/** AWS::Lambda::Permission: recorded in the function's policy. */
import { pick, type ResourceProvider } from '../resource-provider.ts';

export const lambdaPermission: ResourceProvider = {
  type: 'AWS::Lambda::Permission',
  properties: new Set([
    'FunctionName',
    'Action',
    'Principal',
    'SourceArn',
    'SourceAccount',
    'EventSourceToken',
    'PrincipalOrgID',
  ]),
  requires: [['lambda', 'AddPermission']],
  async create(request) {
    const id = request.generatedName.slice(0, 100);
    await request.services.attempt(
      'lambda',
      'AddPermission',
      {
        ...pick(request.properties, [
          'FunctionName',
          'Action',
          'Principal',
          'SourceArn',
          'SourceAccount',
          'EventSourceToken',
          'PrincipalOrgID',
        ]),
        StatementId: id,
      },
      ['ResourceConflictException'],
    );
    return {
      physicalId: id,
      ref: id,
      attributes: { Id: id, FunctionName: request.properties['FunctionName'] ?? null },
    };
  },
  async update() {
    return 'REPLACE';
  },
  async delete(request, { physicalId, attributes }) {
    await request.services.attempt(
      'lambda',
      'RemovePermission',
      { FunctionName: attributes['FunctionName'], StatementId: physicalId },
      ['ResourceNotFoundException'],
    );
  },
};
