/** Addresses: `#/machines/ARN?view=graph`. Parts are encoded, the query is what is shown of a page. */
import { useEffect, useState } from 'preact/hooks';

export interface Place {
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
}

export function href(parts: readonly string[], query: Readonly<Record<string, string>> = {}): string {
  const search = new URLSearchParams(query).toString();
  return `#/${parts.map(encodeURIComponent).join('/')}${search ? `?${search}` : ''}`;
}

export function go(to: string): void {
  location.hash = to;
}

/** Changes the query of the place without a new entry in the history. */
export function setQuery(changes: Readonly<Record<string, string | undefined>>): void {
  const { parts, query } = readPlace();
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === '') query.delete(name);
    else query.set(name, value);
  }
  history.replaceState(null, '', href(parts, Object.fromEntries(query)));
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function readPlace(): Place {
  const [path = '', search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const parts = path
    .split('/')
    .filter((part) => part !== '')
    .map(decoded);
  return { parts, query: new URLSearchParams(search) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function usePlace(): Place {
  const [place, setPlace] = useState(readPlace);
  useEffect(() => {
    const onChange = (): void => setPlace(readPlace());
    addEventListener('hashchange', onChange);
    return () => removeEventListener('hashchange', onChange);
  }, []);
  return place;
}
