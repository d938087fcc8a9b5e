/** API Gateway's exceptions, word for word. */
import { ApiError } from '../../gateway/operation.ts';

export const notFound = (message: string): ApiError => new ApiError('NotFoundException', message, { status: 404 });
export const badRequest = (message: string): ApiError => new ApiError('BadRequestException', message);
export const conflict = (message: string): ApiError => new ApiError('ConflictException', message, { status: 409 });

export const noSuchApi = (account: string, id: string): ApiError =>
  notFound(`Invalid API identifier specified ${account}:${id}`);
export const noSuchResource = (): ApiError => notFound('Invalid Resource identifier specified');
export const noSuchMethod = (): ApiError => notFound('Invalid Method identifier specified');
export const noSuchIntegration = (): ApiError => notFound('Invalid Integration identifier specified');
export const noSuchStage = (): ApiError => notFound('Invalid stage identifier specified');
export const noSuchDeployment = (): ApiError => notFound('Invalid Deployment identifier specified');
export const noSuchStatus = (): ApiError => notFound('Invalid Response status code specified');
