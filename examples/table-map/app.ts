/** The CDK application: `npx cdk synth`, `npx cdk deploy`. */
import { App, BootstraplessSynthesizer } from 'aws-cdk-lib';
import { readConfig } from './lib/config.ts';
import { TableMapStack } from './lib/table-map-stack.ts';

const folder = import.meta.dirname;
const app = new App();
new TableMapStack(app, 'table-map', {
  description: 'Reads a list from a DynamoDB table and hands each item to a function.',
  folder,
  config: readConfig(folder),
  // Nothing but the template is deployed: an account need not be bootstrapped for it.
  synthesizer: new BootstraplessSynthesizer(),
});
