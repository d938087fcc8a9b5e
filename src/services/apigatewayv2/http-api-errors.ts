import { ApiError } from '../../gateway/operation.ts';

export const notFound = (message: string): ApiError => new ApiError('NotFoundException', message, { status: 404 });
export const badRequest = (message: string): ApiError => new ApiError('BadRequestException', message);
export const conflict = (message: string): ApiError => new ApiError('ConflictException', message, { status: 409 });
