/** What each protocol says of an operation that is not there. Nothing succeeds silently. */
import { ApiError } from './operation.ts';
import type { ProtocolName } from './protocol.ts';
import type { ServiceModel } from './service-model.ts';

/**
 * An operation that AWS has and Stepwell has not is answered with status 501, which SDKs do not retry; one that nobody has, with AWS's own status.
 */
export function unknownOperation(
  model: ServiceModel | undefined,
  protocol: ProtocolName,
  name: string,
  isForeign = false,
): ApiError {
  const label = model ? `${model.serviceId}: ${name}` : name;
  if (!isForeign) {
    const message = `Stepwell does not implement ${label}`;
    return new ApiError(protocol === 'rest-xml' ? 'NotImplemented' : 'UnknownOperationException', message, {
      status: 501,
      fault: 'client',
    });
  }
  switch (protocol) {
    case 'json':
      return new ApiError('UnknownOperationException', '');
    case 'query':
      return new ApiError('InvalidAction', `The action ${name} is not valid for this web service.`);
    case 'rest-xml':
      return new ApiError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
        status: 405,
      });
    case 'rest-json':
      return new ApiError('UnknownOperationException', `Unknown operation ${label}`, { status: 404 });
  }
}

export function unreadablePath(model: ServiceModel): ApiError {
  return model.name === 's3'
    ? new ApiError('InvalidURI', "Couldn't parse the specified URI.")
    : new ApiError('SerializationException', 'The path is not well-formed');
}
