/** A table, a function, and a state machine that reads a list from the table and hands each item to the function. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnOutput, CfnParameter, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, Map as MapState, Pass, StateMachine, Wait, WaitTime } from 'aws-cdk-lib/aws-stepfunctions';
import { DynamoAttributeValue, DynamoGetItem, LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import { transformSync } from 'esbuild';
import type { Config } from './config.ts';

interface TableMapProps extends StackProps {
  readonly folder: string;
  readonly config: Config;
}

export class TableMapStack extends Stack {
  constructor(scope: Construct, id: string, props: TableMapProps) {
    super(scope, id, props);
    const { config, folder } = props;
    const parameters = this.#parameters(config);

    const table = new Table(this, 'ListTable', {
      tableName: config.tableName,
      partitionKey: { name: 'id', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    const handler = new LambdaFunction(this, 'HandleItem', {
      description: 'Prints one item of the list.',
      runtime: Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: inlineTypeScript(join(folder, 'src/handle-item.ts')),
      logGroup: new LogGroup(this, 'HandleItemLog', {
        retention: RetentionDays.ONE_WEEK,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });

    const readList = new DynamoGetItem(this, 'Read list', {
      table,
      key: { id: DynamoAttributeValue.fromString(config.listId) },
      outputPath: '$.Item.values.L',
    });
    const mapItems = new MapState(this, 'Map items', { maxConcurrency: parameters.maxConcurrency });
    mapItems.itemProcessor(
      new Pass(this, 'Take item')
        .next(new Wait(this, 'Wait a while', { time: WaitTime.duration(Duration.seconds(parameters.waitSeconds)) }))
        .next(new LambdaInvoke(this, 'Handle item', { lambdaFunction: handler, outputPath: '$.Payload' })),
    );
    const machine = new StateMachine(this, 'TableMap', {
      stateMachineName: 'table-map',
      definitionBody: DefinitionBody.fromChainable(readList.next(mapItems)),
      timeout: Duration.seconds(parameters.timeoutSeconds),
    });

    new CfnOutput(this, 'StateMachineArn', { value: machine.stateMachineArn });
    new CfnOutput(this, 'StateMachineName', { value: machine.stateMachineName });
    new CfnOutput(this, 'TableName', { value: table.tableName });
    new CfnOutput(this, 'FunctionName', { value: handler.functionName });
  }

  /** The configuration gives the defaults; a deployment may set each anew without synthesising again. */
  #parameters(config: Config): { maxConcurrency: number; waitSeconds: number; timeoutSeconds: number } {
    const number = (id: string, value: number, minValue: number, description: string): number =>
      new CfnParameter(this, id, { type: 'Number', default: value, minValue, description }).valueAsNumber;
    return {
      maxConcurrency: number('MaxConcurrency', config.maxConcurrency, 0, 'Items at a time; 0 sets no bound.'),
      waitSeconds: number('WaitDurationSeconds', config.waitDurationSeconds, 0, 'How long each item waits.'),
      timeoutSeconds: number(
        'TimeoutDurationSeconds',
        config.timeoutDurationSeconds,
        1,
        'The longest an execution may take.',
      ),
    };
  }
}

/** The function is small enough to stand in the template itself: no assets, no bootstrapped bucket. */
function inlineTypeScript(file: string): Code {
  const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', format: 'cjs', target: 'node22' });
  return Code.fromInline(code);
}
