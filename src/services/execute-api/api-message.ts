/** Requests to deployed APIs and their answers, however they came in: over the port or from a connector in this process. */

/** Names and values in the order of the wire; names keep their case. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export interface ApiRequest {
  readonly method: string;
  /** Below the API, not decoded, without the query: `/stage/path`, or `/path` where a `$default` stage serves it. */
  readonly path: string;
  /** Without the question mark. */
  readonly rawQuery: string;
  readonly headers: HeaderList;
  readonly body: Buffer;
  readonly sourceIp: string;
  /** Signed by somebody with a role or a key. */
  readonly isSigned: boolean;
  readonly signal: AbortSignal;
}

export interface ApiResponse {
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: Buffer;
}

/** The last of the values, as API Gateway has it where only one fits. */
export function headerOf(headers: HeaderList, name: string): string | undefined {
  const lower = name.toLowerCase();
  let found: string | undefined;
  for (const [key, value] of headers) if (key.toLowerCase() === lower) found = value;
  return found;
}

/** Every name once, in its first spelling, with all its values. */
export function multiMap(entries: Iterable<readonly [string, string]>, ignoresCase = false): Record<string, string[]> {
  const found = new Map<string, [name: string, values: string[]]>();
  for (const [name, value] of entries) {
    const key = ignoresCase ? name.toLowerCase() : name;
    const existing = found.get(key);
    if (existing) existing[1].push(value);
    else found.set(key, [name, [value]]);
  }
  return Object.fromEntries([...found.values()]);
}

export function lastOf(map: Readonly<Record<string, readonly string[]>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).map(([name, values]) => [name, values.at(-1) ?? '']));
}

export function decodePath(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** `multipart/form-data` of `Multipart/Form-Data; boundary=x`. */
export function mediaType(contentType: string | undefined): string {
  return (contentType ?? '').split(';')[0]!.trim().toLowerCase();
}

/** Whether one of the patterns (`image/*`, `*∕*`, exact) names the type. */
export function matchesMediaType(patterns: readonly string[], type: string): boolean {
  return patterns.some((pattern) => {
    if (pattern === '*/*') return true;
    if (pattern.endsWith('/*')) return type.startsWith(pattern.slice(0, -1).toLowerCase());
    return pattern.toLowerCase() === type;
  });
}

export function jsonAnswer(status: number, body: string, headers: HeaderList = []): ApiResponse {
  return { status, headers: [...headers, ['Content-Type', 'application/json']], body: Buffer.from(body) };
}
