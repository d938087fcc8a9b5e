/** A connection's parameters: what goes into its secret, in the form that AWS gives it, and what may be shown. */
import { notSupported, validation } from '../errors.ts';

interface Parameter {
  readonly Key?: string;
  readonly Value?: string;
  readonly IsValueSecret?: boolean;
}

interface HttpParameters {
  readonly HeaderParameters?: readonly Parameter[];
  readonly QueryStringParameters?: readonly Parameter[];
  readonly BodyParameters?: readonly Parameter[];
}

export interface AuthParameters {
  readonly BasicAuthParameters?: { readonly Username?: string; readonly Password?: string };
  readonly ApiKeyAuthParameters?: { readonly ApiKeyName?: string; readonly ApiKeyValue?: string };
  readonly OAuthParameters?: {
    readonly ClientParameters?: { readonly ClientID?: string; readonly ClientSecret?: string };
    readonly AuthorizationEndpoint?: string;
    readonly HttpMethod?: string;
    readonly OAuthHttpParameters?: HttpParameters;
  };
  readonly InvocationHttpParameters?: HttpParameters;
  readonly ConnectivityParameters?: unknown;
}

export function checkedParameters(
  type: string,
  given: AuthParameters,
): {
  readonly secret: Record<string, unknown>;
  readonly shown: Record<string, unknown>;
} {
  if (given.ConnectivityParameters) throw notSupported('Private connectivity (ConnectivityParameters)');
  const { InvocationHttpParameters } = given;
  const shared = InvocationHttpParameters && { invocation_http_parameters: secretHttp(InvocationHttpParameters) };
  const shownShared = InvocationHttpParameters && { InvocationHttpParameters: shownHttp(InvocationHttpParameters) };
  const { own, shown } = ownParameters(type, given);
  return { secret: { ...own, ...shared }, shown: { ...shown, ...shownShared } };
}

function ownParameters(
  type: string,
  { BasicAuthParameters: basic, ApiKeyAuthParameters: key, OAuthParameters: oauth }: AuthParameters,
): { readonly own: Record<string, unknown>; readonly shown: Record<string, unknown> } {
  if (type === 'BASIC' && basic?.Username !== undefined && basic.Password !== undefined) {
    return {
      own: { username: basic.Username, password: basic.Password },
      shown: { BasicAuthParameters: { Username: basic.Username } },
    };
  }
  if (type === 'API_KEY' && key?.ApiKeyName !== undefined && key.ApiKeyValue !== undefined) {
    return {
      own: { api_key_name: key.ApiKeyName, api_key_value: key.ApiKeyValue },
      shown: { ApiKeyAuthParameters: { ApiKeyName: key.ApiKeyName } },
    };
  }
  const client = oauth?.ClientParameters;
  if (
    type === 'OAUTH_CLIENT_CREDENTIALS' &&
    oauth &&
    client?.ClientID !== undefined &&
    client.ClientSecret !== undefined
  ) {
    const { AuthorizationEndpoint = '', HttpMethod = 'POST', OAuthHttpParameters } = oauth;
    if (!/^https?:\/\//.test(AuthorizationEndpoint) || !URL.canParse(AuthorizationEndpoint)) {
      throw validation('Parameter AuthorizationEndpoint is not valid. Reason: it must be the URL of an HTTP endpoint.');
    }
    return {
      own: {
        client_id: client.ClientID,
        client_secret: client.ClientSecret,
        authorization_endpoint: AuthorizationEndpoint,
        http_method: HttpMethod,
        ...(OAuthHttpParameters && { oauth_http_parameters: secretHttp(OAuthHttpParameters) }),
      },
      shown: {
        OAuthParameters: {
          ClientParameters: { ClientID: client.ClientID },
          AuthorizationEndpoint,
          HttpMethod,
          ...(OAuthHttpParameters && { OAuthHttpParameters: shownHttp(OAuthHttpParameters) }),
        },
      },
    };
  }
  throw validation(`Authorization parameters are missing or do not match the AuthorizationType ${type}.`);
}

function secretHttp({ HeaderParameters, QueryStringParameters, BodyParameters }: HttpParameters): object {
  const pairs = (list: readonly Parameter[] = []) =>
    list.map(({ Key, Value }) => ({ key: Key ?? '', value: Value ?? '' }));
  return {
    header_parameters: pairs(HeaderParameters),
    query_string_parameters: pairs(QueryStringParameters),
    body_parameters: pairs(BodyParameters),
  };
}

function shownHttp({ HeaderParameters, QueryStringParameters, BodyParameters }: HttpParameters): object {
  const shown = (list: readonly Parameter[] | undefined) =>
    list?.map(({ Key, Value, IsValueSecret = false }) => ({ Key, IsValueSecret, ...(!IsValueSecret && { Value }) }));
  return {
    HeaderParameters: shown(HeaderParameters),
    QueryStringParameters: shown(QueryStringParameters),
    BodyParameters: shown(BodyParameters),
  };
}
