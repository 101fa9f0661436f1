/** The attribute `type` as an application property ("AMQP Protocol Binding for CloudEvents", section 3.1.3.1). */
const TYPE = /^cloudevents[:_]type$/i;

/** The type of the CloudEvent that a message is in binary mode; undefined when it is none. */
export function eventTypeIn(properties: Readonly<Record<string, unknown>> = {}): string | undefined {
  const type = Object.entries(properties).find(([name]) => TYPE.test(name))?.[1];
  return typeof type === 'string' ? type : undefined;
}
