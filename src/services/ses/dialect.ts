/** Both versions of the API refuse the same things under different names. */
import { ApiError } from '../../gateway/operation.ts';

export interface Dialect {
  /** Of a raw message, in bytes. */
  readonly maxMessageBytes: number;
  invalid(message: string): ApiError;
  templateMissing(name: string): ApiError;
  templateExists(name: string, account: string): ApiError;
  templateInvalid(name: string, message: string): ApiError;
  attributeMissing(name: string, attribute: string): ApiError;
  renderingFailed(name: string, message: string): ApiError;
  configurationSetMissing(name: string): ApiError;
  configurationSetExists(name: string): ApiError;
}

const MIB = 1024 * 1024;
const missingTemplate = (name: string) => `Template ${name} does not exist`;
const existingTemplate = (name: string, account: string) => `Template ${name} already exists for account id ${account}`;
const missingAttribute = (attribute: string) => `Attribute '${attribute}' is not present in the rendering data.`;
const missingSet = (name: string) => `Configuration set <${name}> does not exist.`;
const existingSet = (name: string) => `Configuration set <${name}> already exists.`;

export const version1: Dialect = {
  maxMessageBytes: 10 * MIB,
  invalid: (message) => new ApiError('InvalidParameterValue', message),
  templateMissing: (name) =>
    new ApiError('TemplateDoesNotExist', missingTemplate(name), { fields: { TemplateName: name } }),
  templateExists: (name, account) =>
    new ApiError('AlreadyExists', existingTemplate(name, account), { fields: { Name: name } }),
  templateInvalid: (name, message) => new ApiError('InvalidTemplate', message, { fields: { TemplateName: name } }),
  attributeMissing: (name, attribute) =>
    new ApiError('MissingRenderingAttribute', missingAttribute(attribute), { fields: { TemplateName: name } }),
  renderingFailed: (name, message) =>
    new ApiError('InvalidRenderingParameter', message, { fields: { TemplateName: name } }),
  configurationSetMissing: (name) =>
    new ApiError('ConfigurationSetDoesNotExist', missingSet(name), { fields: { ConfigurationSetName: name } }),
  configurationSetExists: (name) =>
    new ApiError('ConfigurationSetAlreadyExists', existingSet(name), { fields: { ConfigurationSetName: name } }),
};

const badRequest = (message: string) => new ApiError('BadRequestException', message);

export const version2: Dialect = {
  maxMessageBytes: 40 * MIB,
  invalid: badRequest,
  templateMissing: (name) => new ApiError('NotFoundException', missingTemplate(name)),
  templateExists: (name, account) => new ApiError('AlreadyExistsException', existingTemplate(name, account)),
  templateInvalid: (_name, message) => badRequest(message),
  attributeMissing: (_name, attribute) => badRequest(missingAttribute(attribute)),
  renderingFailed: (_name, message) => badRequest(message),
  configurationSetMissing: (name) => new ApiError('NotFoundException', missingSet(name)),
  configurationSetExists: (name) => new ApiError('AlreadyExistsException', existingSet(name)),
};
