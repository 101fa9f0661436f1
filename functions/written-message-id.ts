/** A value of a message's metadata, as the host passes it to its worker. */
interface RpcValue {
  readonly string?: string | null;
}

/** An invocation, as the worker passes it to its programming model. */
interface CoreContext {
  readonly request: { readonly triggerMetadata?: Readonly<Record<string, RpcValue>> | null };
}

/** The arguments of a function, as the programming model makes them. */
interface Arguments {
  readonly context: { readonly triggerMetadata?: Record<string, unknown> };
}

/** The programming model of `@azure/functions`, as far as it is used here. */
export interface ProgrammingModel {
  getInvocationModel: (core: CoreContext) => { getArguments: () => Promise<Arguments> };
}

/** The name under which the metadata of an invocation has the messageId as the sender wrote it. */
export const WRITTEN_MESSAGE_ID = 'writtenMessageId';

/**
 * Lets the programming model keep the messageId as the sender wrote it: the library parses the text of metadata as JSON, so
 * that the ids `1e5` and `100000` would become one (decision 24).
 */
export function keepWrittenMessageId(model: ProgrammingModel): void {
  const getInvocationModel = model.getInvocationModel.bind(model);
  model.getInvocationModel = (core) => {
    const invocation = getInvocationModel(core);
    const getArguments = invocation.getArguments.bind(invocation);
    invocation.getArguments = async () => {
      const given = await getArguments();
      const written = writtenMessageId(core);
      const metadata = given.context.triggerMetadata;
      if (written !== undefined && metadata) metadata[WRITTEN_MESSAGE_ID] = written;
      return given;
    };
    return invocation;
  };
}

function writtenMessageId({ request }: CoreContext): string | undefined {
  const found = Object.entries(request.triggerMetadata ?? {}).find(
    ([name]) => name.toLowerCase() === 'messageid',
  );
  return found?.[1].string ?? undefined;
}

/** The programming model that the library has set in the worker; undefined outside of a worker, as in a unit test. */
export function programmingModelOfWorker(): ProgrammingModel | undefined {
  try {
    // The worker supplies this module at run time; agents such as that of Application Insights use it in the same way.
    const core: unknown = require('@azure/functions-core');
    const model = hasFunction(core, 'getProgrammingModel') ? core.getProgrammingModel() : undefined;
    return isProgrammingModel(model) ? model : undefined;
  } catch {
    return undefined;
  }
}

function isProgrammingModel(value: unknown): value is ProgrammingModel {
  return hasFunction(value, 'getInvocationModel');
}

function hasFunction<Name extends string>(
  value: unknown,
  name: Name,
): value is Readonly<Record<Name, () => unknown>> {
  return (
    typeof value === 'object' &&
    value !== null &&
    name in value &&
    typeof Reflect.get(value, name) === 'function'
  );
}
