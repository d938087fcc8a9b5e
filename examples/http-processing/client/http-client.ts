/** Calls the deployed API. What the API says reaches the caller; an API that does not answer is a `GatewayFailure`. */

export class GatewayFailure extends Error {
  override readonly name = 'GatewayFailure';
}

export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

const TIMEOUT_MS = 30_000;

/** `apiUrl` is that of the stage, without a slash at its end. @throws {GatewayFailure} */
export async function callProcess(apiUrl: string, body: string): Promise<ApiAnswer> {
  try {
    const response = await fetch(`${apiUrl}/process`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, body: await response.json() };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw new GatewayFailure(`the API at ${apiUrl} did not answer: ${cause instanceof Error ? cause.message : cause}`);
  }
}
