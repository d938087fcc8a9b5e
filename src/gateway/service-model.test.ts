import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compilePattern } from './compile-pattern.ts';
import { hasServiceModel, loadServiceModel, type Member, type Shape } from './service-model.ts';

const names = readdirSync(new URL('./models', import.meta.url)).map((file) => file.split('.')[0] as string);

/** Every shape that operations and errors reach. */
function shapesOf(name: string): ReadonlySet<Shape> {
  const model = loadServiceModel(name);
  const found = new Set<Shape>();
  const visit = (shape: Shape | undefined): void => {
    if (!shape || found.has(shape)) return;
    found.add(shape);
    const inner: (Member | undefined)[] = [...shape.members, shape.element, shape.key, shape.value];
    for (const member of inner) visit(member?.shape);
  };
  for (const operation of model.operations.values()) {
    visit(operation.input);
    visit(operation.output);
  }
  for (const shape of model.errors.values()) visit(shape);
  return found;
}

test('there are tables for all services', () => {
  expect(names).toHaveLength(19);
  expect(hasServiceModel('stepfunctions')).toBe(true);
  expect(hasServiceModel('../../package')).toBe(false);
});

test.each(names)('%s: every reference resolves, and members are whole', (name) => {
  for (const shape of shapesOf(name)) {
    if (shape.type === 'list') expect(shape.element, shape.name).toBeDefined();
    if (shape.type === 'map') expect(shape.value, shape.name).toBeDefined();
    for (const required of shape.required)
      expect(shape.memberByName.has(required), `${shape.name}.${required}`).toBe(true);
  }
});

test.each(names)('%s: every pattern compiles, and none runs away on a short text', (name) => {
  for (const shape of shapesOf(name)) {
    if (shape.pattern === undefined) continue;
    const pattern = compilePattern(shape.pattern);
    expect(pattern, shape.pattern).toBeDefined();
    const tookMs = (): number => {
      const started = performance.now();
      for (const unit of ['a', 'a-', 'A1', '1.', ' ', '/', 'a:', '\\']) pattern?.test(`${unit.repeat(14)}\u0001`);
      return performance.now() - started;
    };
    // One that runs away does so each time; a machine that stood still for a moment does not.
    let leastMs = tookMs();
    for (let again = 0; again < 2 && leastMs >= 200; again++) leastMs = Math.min(leastMs, tookMs());
    expect(leastMs, shape.pattern).toBeLessThan(200);
  }
});

test('traits that the wire depends on', () => {
  const model = loadServiceModel('s3');
  const put = model.operations.get('PutObject');
  expect(put).toMatchObject({ method: 'PUT', uri: '/{Bucket}/{Key+}' });
  expect(put?.input?.memberByName.get('Body')).toMatchObject({ streaming: true });
  expect(put?.input?.memberByName.get('Metadata')).toMatchObject({ location: 'headers', locationName: 'x-amz-meta-' });
  expect(loadServiceModel('stepfunctions').operations.get('TestState')?.hostPrefix).toBe('sync-');
  expect(loadServiceModel('iam').errors.get('NoSuchEntity')).toMatchObject({
    name: 'NoSuchEntityException',
    errorStatus: 404,
  });
  expect(loadServiceModel('sqs').protocols).toEqual(['json', 'query']);
});
