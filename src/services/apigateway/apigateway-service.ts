/**
 * The control plane of API Gateway's REST APIs: what is put here is served by `execute-api/` once it is deployed to a stage.
 * Authorizers, VPC links, domain names, client certificates and documentation are not here.
 */
import type { Service } from '../../gateway/operation.ts';
import { createApiKey } from './operations/create-api-key.ts';
import { createDeployment } from './operations/create-deployment.ts';
import { createModel } from './operations/create-model.ts';
import { createRequestValidator } from './operations/create-request-validator.ts';
import { createResource } from './operations/create-resource.ts';
import { createRestApi } from './operations/create-rest-api.ts';
import { createStage } from './operations/create-stage.ts';
import { createUsagePlan } from './operations/create-usage-plan.ts';
import { createUsagePlanKey } from './operations/create-usage-plan-key.ts';
import { deleteApiKey } from './operations/delete-api-key.ts';
import { deleteDeployment } from './operations/delete-deployment.ts';
import { deleteGatewayResponse } from './operations/delete-gateway-response.ts';
import { deleteIntegration } from './operations/delete-integration.ts';
import { deleteIntegrationResponse } from './operations/delete-integration-response.ts';
import { deleteMethod } from './operations/delete-method.ts';
import { deleteMethodResponse } from './operations/delete-method-response.ts';
import { deleteModel } from './operations/delete-model.ts';
import { deleteRequestValidator } from './operations/delete-request-validator.ts';
import { deleteResource } from './operations/delete-resource.ts';
import { deleteRestApi } from './operations/delete-rest-api.ts';
import { deleteStage } from './operations/delete-stage.ts';
import { deleteUsagePlan } from './operations/delete-usage-plan.ts';
import { deleteUsagePlanKey } from './operations/delete-usage-plan-key.ts';
import { getAccount } from './operations/get-account.ts';
import { getApiKey } from './operations/get-api-key.ts';
import { getApiKeys } from './operations/get-api-keys.ts';
import { getDeployment } from './operations/get-deployment.ts';
import { getDeployments } from './operations/get-deployments.ts';
import { getGatewayResponses } from './operations/get-gateway-responses.ts';
import { getIntegration } from './operations/get-integration.ts';
import { getIntegrationResponse } from './operations/get-integration-response.ts';
import { getMethod } from './operations/get-method.ts';
import { getMethodResponse } from './operations/get-method-response.ts';
import { getModel } from './operations/get-model.ts';
import { getModels } from './operations/get-models.ts';
import { getRequestValidator } from './operations/get-request-validator.ts';
import { getRequestValidators } from './operations/get-request-validators.ts';
import { getResource } from './operations/get-resource.ts';
import { getResources } from './operations/get-resources.ts';
import { getRestApi } from './operations/get-rest-api.ts';
import { getRestApis } from './operations/get-rest-apis.ts';
import { getStage } from './operations/get-stage.ts';
import { getStages } from './operations/get-stages.ts';
import { getTags } from './operations/get-tags.ts';
import { getUsagePlan } from './operations/get-usage-plan.ts';
import { getUsagePlanKey } from './operations/get-usage-plan-key.ts';
import { getUsagePlanKeys } from './operations/get-usage-plan-keys.ts';
import { getUsagePlans } from './operations/get-usage-plans.ts';
import { importRestApi } from './operations/import-rest-api.ts';
import { putGatewayResponse } from './operations/put-gateway-response.ts';
import { putIntegration } from './operations/put-integration.ts';
import { putIntegrationResponse } from './operations/put-integration-response.ts';
import { putMethod } from './operations/put-method.ts';
import { putMethodResponse } from './operations/put-method-response.ts';
import { putRestApi } from './operations/put-rest-api.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateAccount } from './operations/update-account.ts';
import { updateApiKey } from './operations/update-api-key.ts';
import { updateDeployment } from './operations/update-deployment.ts';
import { updateIntegration } from './operations/update-integration.ts';
import { updateMethod } from './operations/update-method.ts';
import { updateRestApi } from './operations/update-rest-api.ts';
import { updateStage } from './operations/update-stage.ts';
import { updateUsagePlan } from './operations/update-usage-plan.ts';
import type { RestApiStore } from './rest-api-store.ts';

export function createApiGatewayService(store: RestApiStore): Service {
  return {
    model: 'apigateway',
    operations: {
      CreateApiKey: createApiKey(store),
      CreateDeployment: createDeployment(store),
      CreateModel: createModel(store),
      CreateRequestValidator: createRequestValidator(store),
      CreateResource: createResource(store),
      CreateRestApi: createRestApi(store),
      CreateStage: createStage(store),
      CreateUsagePlanKey: createUsagePlanKey(store),
      CreateUsagePlan: createUsagePlan(store),
      DeleteApiKey: deleteApiKey(store),
      DeleteDeployment: deleteDeployment(store),
      DeleteGatewayResponse: deleteGatewayResponse(store),
      DeleteIntegrationResponse: deleteIntegrationResponse(store),
      DeleteIntegration: deleteIntegration(store),
      DeleteMethodResponse: deleteMethodResponse(store),
      DeleteMethod: deleteMethod(store),
      DeleteModel: deleteModel(store),
      DeleteRequestValidator: deleteRequestValidator(store),
      DeleteResource: deleteResource(store),
      DeleteRestApi: deleteRestApi(store),
      DeleteStage: deleteStage(store),
      DeleteUsagePlanKey: deleteUsagePlanKey(store),
      DeleteUsagePlan: deleteUsagePlan(store),
      GetAccount: getAccount(store),
      GetApiKey: getApiKey(store),
      GetApiKeys: getApiKeys(store),
      GetDeployment: getDeployment(store),
      GetDeployments: getDeployments(store),
      GetGatewayResponses: getGatewayResponses(store),
      GetIntegrationResponse: getIntegrationResponse(store),
      GetIntegration: getIntegration(store),
      GetMethodResponse: getMethodResponse(store),
      GetMethod: getMethod(store),
      GetModel: getModel(store),
      GetModels: getModels(store),
      GetRequestValidator: getRequestValidator(store),
      GetRequestValidators: getRequestValidators(store),
      GetResource: getResource(store),
      GetResources: getResources(store),
      GetRestApi: getRestApi(store),
      GetRestApis: getRestApis(store),
      GetStage: getStage(store),
      GetStages: getStages(store),
      GetTags: getTags(store),
      GetUsagePlanKey: getUsagePlanKey(store),
      GetUsagePlanKeys: getUsagePlanKeys(store),
      GetUsagePlan: getUsagePlan(store),
      GetUsagePlans: getUsagePlans(store),
      ImportRestApi: importRestApi(store),
      PutGatewayResponse: putGatewayResponse(store),
      PutIntegrationResponse: putIntegrationResponse(store),
      PutIntegration: putIntegration(store),
      PutMethodResponse: putMethodResponse(store),
      PutMethod: putMethod(store),
      PutRestApi: putRestApi(store),
      TagResource: tagResource(store),
      UntagResource: untagResource(store),
      UpdateAccount: updateAccount(store),
      UpdateApiKey: updateApiKey(store),
      UpdateDeployment: updateDeployment(store),
      UpdateIntegration: updateIntegration(store),
      UpdateMethod: updateMethod(store),
      UpdateRestApi: updateRestApi(store),
      UpdateStage: updateStage(store),
      UpdateUsagePlan: updateUsagePlan(store),
    },
  };
}
