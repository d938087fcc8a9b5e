/** AWS::ApiGateway::RequestValidator. */
import type { Json } from '../../../asl/json.ts';
import type { ResourceProvider } from '../../resource-provider.ts';

const isTrue = (value: Json | undefined): boolean => value === true || value === 'true';

export const requestValidator: ResourceProvider = {
  type: 'AWS::ApiGateway::RequestValidator',
  properties: new Set(['RestApiId', 'Name', 'ValidateRequestBody', 'ValidateRequestParameters']),
  requires: [['apigateway', 'CreateRequestValidator']],
  async create({ properties, services }) {
    const { RestApiId: restApiId, Name: name, ValidateRequestBody, ValidateRequestParameters } = properties;
    const made = await services.call('apigateway', 'CreateRequestValidator', {
      restApiId,
      name,
      validateRequestBody: isTrue(ValidateRequestBody),
      validateRequestParameters: isTrue(ValidateRequestParameters),
    });
    const id = String(made['id']);
    return { physicalId: id, ref: id, attributes: { RequestValidatorId: id, RestApiId: restApiId ?? null } };
  },
  async update() {
    return 'REPLACE';
  },
  async delete({ services }, { physicalId, attributes }) {
    const params = { restApiId: attributes['RestApiId'], requestValidatorId: physicalId };
    await services.attempt('apigateway', 'DeleteRequestValidator', params, ['NotFoundException']);
  },
};
