/** The service tables as they are on disk; the short keys keep them small. `service-model.ts` gives them names. */
import type { ShapeType, TimestampFormat } from './service-model.ts';

export interface RawModel {
  readonly service: string;
  readonly serviceId: string;
  readonly apiVersion: string;
  readonly protocols: readonly string[];
  readonly targetPrefix?: string;
  readonly jsonVersion?: string;
  readonly signingName: string;
  readonly endpointPrefix: string;
  readonly xmlNamespace?: string;
  readonly queryCompatible?: boolean;
  readonly errors: readonly string[];
  readonly operations: Readonly<Record<string, RawOperation>>;
  readonly shapes: Readonly<Record<string, RawShape>>;
}

export interface RawOperation {
  /** Input and output shape. */
  readonly i?: string;
  readonly o?: string;
  /** HTTP method, URI, success status. */
  readonly m?: string;
  readonly u?: string;
  readonly c?: number;
  /** Indices into the model's `errors`. */
  readonly e?: readonly number[];
  /** Result wrapper (Query). */
  readonly w?: string;
  /** Root element and namespace of an XML request, root element of the answer. */
  readonly n?: string;
  readonly x?: string;
  readonly rn?: string;
  readonly h?: string;
  readonly d?: 1;
  readonly ua?: 1;
  readonly ck?: { readonly a?: string; readonly r?: 1 };
}

/** The name of a shape, or a shape with the traits of this use of it. */
export type RawReference =
  | string
  | {
      readonly s: string;
      readonly l?: string;
      readonly n?: string;
      readonly f?: 1;
      readonly a?: 1;
      readonly x?: string;
      readonly st?: 1;
      readonly tk?: 1;
      readonly ep?: 1;
      readonly eh?: 1;
      readonly tf?: TimestampFormat;
    };

export interface RawShape {
  readonly t: ShapeType;
  /** Members of a structure, or the element of a list. */
  readonly m?: Readonly<Record<string, RawReference>> | RawReference;
  readonly k?: RawReference;
  readonly v?: RawReference;
  readonly r?: readonly string[];
  readonly p?: string;
  readonly min?: number;
  readonly max?: number;
  readonly re?: string;
  readonly e?: readonly string[];
  readonly sens?: 1;
  readonly f?: 1;
  readonly st?: 1;
  readonly n?: string;
  readonly x?: readonly [prefix: string, uri: string];
  readonly tf?: TimestampFormat;
  readonly es?: 1;
  readonly ev?: 1;
  readonly un?: 1;
  readonly ex?: 1;
  readonly c?: string;
  readonly hs?: number;
  readonly ft?: 1;
}
