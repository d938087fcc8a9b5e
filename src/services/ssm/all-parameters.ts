import { newestVersion } from './find-parameter.ts';
import { type Parameter, type ParameterPlace, type ParameterStore, placePrefix } from './parameter-record.ts';

/** Each with its newest version, in the order of their names. */
export function* allParameters(store: ParameterStore, place: ParameterPlace, under = ''): Generator<Parameter> {
  for (const { value } of store.parameters.list({ prefix: placePrefix(place) + under })) {
    yield { record: value, version: newestVersion(store, value) };
  }
}
