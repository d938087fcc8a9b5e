/** Where a value stands in a definition: a chain of keys, turned into AWS's pointer only when something is wrong there. */
export interface Place {
  readonly parent?: Place;
  readonly key: string | number;
}

export const rootPlace: Place = Object.freeze({ key: '' });

export function at(parent: Place, key: string | number): Place {
  return { parent, key };
}

/** The keys from the root down to the place. */
export function pathOf(place: Place): (string | number)[] {
  const path: (string | number)[] = [];
  for (let here = place; here.parent !== undefined; here = here.parent) path.push(here.key);
  return path.reverse();
}

/** AWS's pointer: `/States/A/Choices[0]/Next`, `/` for the definition itself. Names are not escaped, as at AWS. */
export function locationOf(place: Place): string {
  const text = pathOf(place)
    .map((key) => (typeof key === 'number' ? `[${key}]` : `/${key}`))
    .join('');
  return text === '' ? '/' : text;
}
