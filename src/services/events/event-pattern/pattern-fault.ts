/** What is wrong with a pattern, and where: the member `key` of `container`. */
export class PatternFault extends Error {
  override readonly name = 'PatternFault';
  readonly container: object;
  readonly key: string | number;

  constructor(message: string, container: object, key: string | number) {
    super(message);
    this.container = container;
    this.key = key;
  }
}
