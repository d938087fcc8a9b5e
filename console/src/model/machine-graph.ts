/** What of a definition is drawn: states, transitions and the scopes inside Maps and Parallels. Anything malformed is left out, never thrown at. */

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'next' | 'choice' | 'default' | 'catch';
  readonly label?: string;
  /** The whole of what the label says in short. */
  readonly meaning?: string;
}

export interface GraphNode {
  readonly id: string;
  readonly type: string;
  /** What it does, in a word or two: `lambda:invoke`, `Wait 30 s`. */
  readonly caption?: string;
  readonly scopes: readonly GraphScope[];
}

export interface GraphScope {
  readonly id: string;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export const START = '\u0000start';
export const END = '\u0000end';
const LABEL_CHARS = 26;

type Raw = Readonly<Record<string, unknown>>;

export function machineGraph(definition: unknown): GraphScope | undefined {
  const scope = scopeOf('', definition);
  const startAt = (definition as Raw | null)?.['StartAt'];
  if (!scope || scope.nodes.length === 0) return undefined;
  const states = (definition as Raw)['States'] as Raw;
  const ends = Object.keys(states).filter((name) => isTerminal(states[name] as Raw));
  return {
    ...scope,
    nodes: [pseudo(START), ...scope.nodes, pseudo(END)],
    edges: [
      ...(typeof startAt === 'string' && Object.hasOwn(states, startAt) ? [edge(START, startAt)] : []),
      ...scope.edges,
      ...ends.map((name) => edge(name, END)),
    ],
  };
}

/** Every state of a definition by name, inner ones too. */
export function statesOf(definition: unknown): ReadonlyMap<string, Raw> {
  const found = new Map<string, Raw>();
  const visit = (scope: unknown): void => {
    const states = isObject(scope) ? scope['States'] : undefined;
    if (!isObject(states)) return;
    for (const [name, state] of Object.entries(states)) {
      if (!isObject(state)) continue;
      found.set(name, state);
      for (const inner of innerScopes(state)) visit(inner);
    }
  };
  visit(definition);
  return found;
}

function scopeOf(id: string, raw: unknown): GraphScope | undefined {
  const states = isObject(raw) ? raw['States'] : undefined;
  if (!isObject(states)) return undefined;
  const nodes = Object.entries(states).flatMap(([name, state]) => (isObject(state) ? [nodeOf(name, state)] : []));
  const known = new Set(nodes.map((node) => node.id));
  const edges = Object.entries(states)
    .flatMap(([name, state]) => (isObject(state) ? edgesOf(name, state) : []))
    .filter(({ to }) => known.has(to));
  return { id, nodes, edges };
}

function nodeOf(name: string, state: Raw): GraphNode {
  const scopes = innerScopes(state).flatMap((inner, i) => scopeOf(`${name}/${i}`, inner) ?? []);
  return { id: name, type: String(state['Type'] ?? ''), caption: captionOf(state), scopes };
}

function innerScopes(state: Raw): readonly unknown[] {
  if (Array.isArray(state['Branches'])) return state['Branches'];
  const processor = state['ItemProcessor'] ?? state['Iterator'];
  return processor === undefined ? [] : [processor];
}

function edgesOf(from: string, state: Raw): GraphEdge[] {
  const edges: GraphEdge[] = [];
  if (typeof state['Next'] === 'string') edges.push(edge(from, state['Next']));
  for (const rule of list(state['Choices'])) {
    if (typeof rule['Next'] !== 'string') continue;
    const meaning = ruleText(rule);
    edges.push({ from, to: rule['Next'], kind: 'choice', label: shortened(meaning), meaning });
  }
  if (typeof state['Default'] === 'string')
    edges.push({ from, to: state['Default'], kind: 'default', label: 'Default' });
  for (const catcher of list(state['Catch'])) {
    if (typeof catcher['Next'] !== 'string') continue;
    const errors = Array.isArray(catcher['ErrorEquals']) ? catcher['ErrorEquals'].map(String) : [];
    const meaning = `Catch ${errors.join(', ')}`;
    edges.push({ from, to: catcher['Next'], kind: 'catch', label: shortened(catchText(errors)), meaning });
  }
  return edges;
}

function catchText(errors: readonly string[]): string {
  return errors.includes('States.ALL') ? 'Catch' : `Catch ${errors[0] ?? ''}${errors.length > 1 ? ' …' : ''}`;
}

const OPERATORS: Readonly<Record<string, string>> = {
  Equals: '=',
  EqualsPath: '=',
  GreaterThan: '>',
  GreaterThanPath: '>',
  GreaterThanEquals: '≥',
  GreaterThanEqualsPath: '≥',
  LessThan: '<',
  LessThanPath: '<',
  LessThanEquals: '≤',
  LessThanEqualsPath: '≤',
  Matches: '~',
};

/** A choice rule as one would say it. */
export function ruleText(rule: Raw): string {
  if (typeof rule['Condition'] === 'string') return rule['Condition'].replace(/^\{%\s*|\s*%\}$/g, '');
  if (isObject(rule['Not'])) return `not ${ruleText(rule['Not'])}`;
  for (const [word, joint] of [
    ['And', ' and '],
    ['Or', ' or '],
  ] as const) {
    if (Array.isArray(rule[word])) return list(rule[word]).map(ruleText).join(joint);
  }
  const variable = String(rule['Variable'] ?? '').replace(/^\$\./, '');
  for (const [name, value] of Object.entries(rule)) {
    const match = /^(?:String|Numeric|Boolean|Timestamp)(\w+)$/.exec(name);
    if (match)
      return `${variable} ${OPERATORS[match[1]!] ?? match[1]} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
    if (/^Is[A-Z]/.test(name)) return `${variable} ${value === false ? 'is not' : 'is'} ${name.slice(2).toLowerCase()}`;
  }
  return '';
}

function captionOf(state: Raw): string | undefined {
  switch (state['Type']) {
    case 'Task':
      return resourceCaption(String(state['Resource'] ?? ''));
    case 'Wait':
      return typeof state['Seconds'] === 'number' ? `Wait ${state['Seconds']} s` : 'Wait';
    case 'Map': {
      const processor = state['ItemProcessor'] as Raw | undefined;
      const config = isObject(processor?.['ProcessorConfig']) ? processor['ProcessorConfig'] : {};
      return config['Mode'] === 'DISTRIBUTED' ? 'Distributed map' : 'Map';
    }
    default:
      return typeof state['Type'] === 'string' ? state['Type'] : undefined;
  }
}

function resourceCaption(resource: string): string {
  const integration = /^arn:[^:]*:states:[^:]*:[^:]*:(?:aws-sdk:)?([^:]+:.+)$/.exec(resource);
  if (integration && !integration[1]!.startsWith('activity:'))
    return integration[1]!.replace(/\.(waitForTaskToken)$/, ' · callback');
  if (/:function:/.test(resource)) return 'Lambda function';
  if (/:activity:/.test(resource)) return 'Activity';
  return 'Task';
}

function isTerminal(state: Raw): boolean {
  return isObject(state) && (state['End'] === true || state['Type'] === 'Succeed' || state['Type'] === 'Fail');
}

function edge(from: string, to: string): GraphEdge {
  return { from, to, kind: 'next' };
}

function pseudo(id: string): GraphNode {
  return { id, type: '', scopes: [] };
}

function shortened(text: string): string {
  const points = [...text.slice(0, 200)];
  return points.length <= LABEL_CHARS ? text : `${points.slice(0, LABEL_CHARS - 1).join('')}…`;
}

function list(value: unknown): readonly Raw[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
