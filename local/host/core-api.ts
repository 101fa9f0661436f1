/** A value as it is passed between the host and its worker. */
export type TypedData =
  | { readonly string: string }
  | { readonly json: string }
  | { readonly bytes: Uint8Array }
  | { readonly http: RpcHttpRequest };

/** A request as it is passed from the host to its worker. */
export interface RpcHttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: { readonly bytes: Uint8Array };
}

/** The answer to a request. */
export interface RpcHttpResponse {
  readonly statusCode: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly bytes?: Uint8Array; readonly string?: string };
}

/** One binding of a function, as the app registered it. */
export interface Binding {
  readonly type: string;
  readonly direction: string;
  readonly dataType?: string;
  readonly queueName?: string;
  readonly topicName?: string;
  readonly subscriptionName?: string;
  readonly schedule?: string;
  readonly methods?: readonly string[];
  readonly authLevel?: string;
  readonly route?: string;
  readonly connection?: string;
}

export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<Record<string, Binding>>;
}

export type FunctionCallback = (...inputs: unknown[]) => unknown;

export interface RegisteredFunction {
  readonly metadata: FunctionMetadata;
  readonly callback: FunctionCallback;
}

/** The invocation context that the library's programming model needs. */
export interface CoreContext {
  readonly invocationId: string;
  readonly metadata: FunctionMetadata;
  readonly state: string;
  readonly request: {
    readonly inputData: readonly { readonly name: string; readonly data: TypedData }[];
    readonly triggerMetadata: Readonly<Record<string, TypedData>>;
    readonly traceContext: {
      readonly traceParent: string;
      readonly traceState: string;
      readonly attributes: object;
    };
  };
  log(level: string, category: string, message: string): void;
}

interface InvocationResponse {
  readonly returnValue?: { readonly http?: RpcHttpResponse };
}

interface InvocationModel {
  getArguments(): Promise<{ readonly context: object; readonly inputs: unknown[] }>;
  invokeFunction(context: object, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: object, result: unknown): Promise<InvocationResponse>;
}

interface ProgrammingModel {
  getInvocationModel(context: CoreContext): InvocationModel;
}

type Hook = (context: object) => unknown;

/**
 * The module `@azure/functions-core`, which the worker supplies at run time: the library registers functions and hooks
 * with the module, and the module invokes them.
 */
export class CoreApi {
  readonly functions: RegisteredFunction[] = [];
  readonly #hooks = new Map<string, Hook[]>();
  #model: ProgrammingModel | undefined;

  /** The value of `require('@azure/functions-core')` in the library. */
  readonly module = {
    version: '3.0.0',
    hostVersion: '4.0.0',
    setProgrammingModel: (model: ProgrammingModel): void => {
      this.#model = model;
    },
    getProgrammingModel: (): ProgrammingModel | undefined => this.#model,
    registerFunction: (metadata: FunctionMetadata, callback: FunctionCallback): object => {
      this.functions.push({ metadata, callback });
      return disposable();
    },
    registerHook: (name: string, hook: Hook): object => {
      this.#hooks.set(name, [...(this.#hooks.get(name) ?? []), hook]);
      return disposable();
    },
    log: (): void => undefined,
  };

  async runHooks(name: string): Promise<void> {
    for (const hook of this.#hooks.get(name) ?? []) await hook({ hookData: {}, appHookData: {} });
  }

  /** Invokes a function. Returns its HTTP answer, if it has one. Rejects when the function does. */
  async invoke(context: CoreContext, callback: FunctionCallback): Promise<RpcHttpResponse | undefined> {
    if (!this.#model) throw new Error('The app has not set its programming model.');
    const invocation = this.#model.getInvocationModel(context);
    const { context: functionContext, inputs } = await invocation.getArguments();
    const result = await invocation.invokeFunction(functionContext, inputs, callback);
    const { returnValue } = await invocation.getResponse(functionContext, result);
    return returnValue?.http;
  }
}

function disposable(): object {
  return { dispose: () => undefined };
}
