/**
 * The control plane of API Gateway's HTTP APIs. WebSocket APIs, authorizers, VPC links and domain names are not here.
 */
import type { Service } from '../../gateway/operation.ts';
import type { HttpApiStore } from './http-api-store.ts';
import { createApi } from './operations/create-api.ts';
import { createDeployment } from './operations/create-deployment.ts';
import { createIntegration } from './operations/create-integration.ts';
import { createRoute } from './operations/create-route.ts';
import { createStage } from './operations/create-stage.ts';
import { deleteApi } from './operations/delete-api.ts';
import { deleteCorsConfiguration } from './operations/delete-cors-configuration.ts';
import { deleteDeployment } from './operations/delete-deployment.ts';
import { deleteIntegration } from './operations/delete-integration.ts';
import { deleteRoute } from './operations/delete-route.ts';
import { deleteStage } from './operations/delete-stage.ts';
import { getApi } from './operations/get-api.ts';
import { getApis } from './operations/get-apis.ts';
import { getDeployment } from './operations/get-deployment.ts';
import { getDeployments } from './operations/get-deployments.ts';
import { getIntegration } from './operations/get-integration.ts';
import { getIntegrations } from './operations/get-integrations.ts';
import { getRoute } from './operations/get-route.ts';
import { getRoutes } from './operations/get-routes.ts';
import { getStage } from './operations/get-stage.ts';
import { getStages } from './operations/get-stages.ts';
import { getTags } from './operations/get-tags.ts';
import { importApi } from './operations/import-api.ts';
import { reimportApi } from './operations/reimport-api.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateApi } from './operations/update-api.ts';
import { updateIntegration } from './operations/update-integration.ts';
import { updateRoute } from './operations/update-route.ts';
import { updateStage } from './operations/update-stage.ts';

export function createApiGatewayV2Service(store: HttpApiStore): Service {
  return {
    model: 'apigatewayv2',
    operations: {
      CreateApi: createApi(store),
      CreateDeployment: createDeployment(store),
      CreateIntegration: createIntegration(store),
      CreateRoute: createRoute(store),
      CreateStage: createStage(store),
      DeleteApi: deleteApi(store),
      DeleteCorsConfiguration: deleteCorsConfiguration(store),
      DeleteDeployment: deleteDeployment(store),
      DeleteIntegration: deleteIntegration(store),
      DeleteRoute: deleteRoute(store),
      DeleteStage: deleteStage(store),
      GetApi: getApi(store),
      GetApis: getApis(store),
      GetDeployment: getDeployment(store),
      GetDeployments: getDeployments(store),
      GetIntegration: getIntegration(store),
      GetIntegrations: getIntegrations(store),
      GetRoute: getRoute(store),
      GetRoutes: getRoutes(store),
      GetStage: getStage(store),
      GetStages: getStages(store),
      GetTags: getTags(store),
      ImportApi: importApi(store),
      ReimportApi: reimportApi(store),
      TagResource: tagResource(store),
      UntagResource: untagResource(store),
      UpdateApi: updateApi(store),
      UpdateIntegration: updateIntegration(store),
      UpdateRoute: updateRoute(store),
      UpdateStage: updateStage(store),
    },
  };
}
