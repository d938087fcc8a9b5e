/** What the operator sees when a deployment cannot go on. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
  readonly code: 'INVALID_TEMPLATE' | 'UNSUPPORTED' | 'INVALID_PARAMETER' | 'BUILD_FAILED' | 'RESOURCE_FAILED';

  constructor(code: DeployError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
