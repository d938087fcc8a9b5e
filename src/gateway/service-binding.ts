/** A service tied to its model: which protocols it speaks, the codecs of its operations (made when first needed), its paths. */
import type { Operation, Service } from './operation.ts';
import type { Codec, Protocol, ProtocolName } from './protocol.ts';
import { jsonProtocol } from './protocol-json.ts';
import { queryProtocol } from './protocol-query.ts';
import { restJsonProtocol } from './protocol-rest-json.ts';
import { restXmlProtocol } from './protocol-rest-xml.ts';
import { RestRouter } from './rest-router.ts';
import { loadServiceModel, type OperationModel, type ServiceModel } from './service-model.ts';

export const PROTOCOLS: Readonly<Record<ProtocolName, Protocol>> = {
  json: jsonProtocol,
  query: queryProtocol,
  'rest-json': restJsonProtocol,
  'rest-xml': restXmlProtocol,
};

const NAMES = Object.keys(PROTOCOLS) as readonly ProtocolName[];

/** An operation found for a request, ready to run. `run` is missing where the model has the operation and the service has not. */
export interface BoundOperation {
  readonly binding: ServiceBinding;
  readonly protocol: ProtocolName;
  readonly model: OperationModel;
  readonly codec: Codec;
  readonly run?: Operation;
  /** The operation checks its input itself. */
  readonly checksInput: boolean;
}

export class ServiceBinding {
  readonly service: Service;
  readonly #bound = new Map<string, BoundOperation>();
  #model: ServiceModel | undefined;
  #router: RestRouter | undefined;

  constructor(service: Service) {
    this.service = service;
  }

  get model(): ServiceModel {
    this.#model ??= loadServiceModel(this.service.model);
    return this.#model;
  }

  get protocols(): readonly ProtocolName[] {
    return NAMES.filter((name) => this.model.protocols.includes(name));
  }

  /** The REST protocol that it speaks, if it does. */
  get restProtocol(): ProtocolName | undefined {
    return this.protocols.find((name) => name.startsWith('rest-'));
  }

  get router(): RestRouter {
    this.#router ??= new RestRouter(this.model, (name) => Object.hasOwn(this.service.operations, name));
    return this.#router;
  }

  /** `undefined` if the model has no such operation. */
  bind(protocol: ProtocolName, name: string): BoundOperation | undefined {
    const key = `${protocol} ${name}`;
    const known = this.#bound.get(key);
    if (known) return known;
    const model = this.model.operations.get(name);
    if (!model) return undefined;
    const run = Object.hasOwn(this.service.operations, name) ? this.service.operations[name] : undefined;
    const codec = PROTOCOLS[protocol].codec(this.model, model);
    const checksInput = this.service.checksOwnInput?.has(name) ?? false;
    const bound = { binding: this, protocol, model, codec, run, checksInput };
    this.#bound.set(key, bound);
    return bound;
  }
}
