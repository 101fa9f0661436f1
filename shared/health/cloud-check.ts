import type { Cloud, CloudName } from '../config/clouds';
import { cloudNamed, cloudNames, featureText } from '../config/clouds';
import type { CheckResult, HealthCheck } from '../ports/health-check';

/** Reports the cloud, what it lacks, and a host that belongs to another one. */
export function cloudCheck(cloud: Cloud, namespaceHost: string): HealthCheck {
  return { name: 'cloud', run: () => Promise.resolve(resultOf(cloud, namespaceHost.toLowerCase())) };
}

function resultOf(cloud: Cloud, namespaceHost: string): CheckResult {
  const { name, lacks, graphEndpoint, authorityHost } = cloud;
  const missing = lacks.length === 0 ? '' : ` It does not offer ${lacks.map(featureText).join(', ')}.`;
  const detail = `The cloud is ${name}.${missing}`;
  const others = {
    'Microsoft Graph': ownerOf(name, (other) => other.graphEndpoint === graphEndpoint),
    'the authority': ownerOf(name, (other) => other.authorityHost === authorityHost),
    'Service Bus': ownerOf(name, (other) => namespaceHost.endsWith(other.serviceBusSuffix)),
  };
  const wrong = Object.entries(others).flatMap(([what, other]) =>
    other === undefined ? [] : [`${what} is that of the cloud ${other}`],
  );
  if (wrong.length === 0) return { status: 'ok', detail };
  const remedy = 'Set CLOUD to the cloud of the tenant, and remove the settings of single hosts.';
  return { status: 'warning', detail: `${detail} But ${wrong.join(', and ')}.`, remedy };
}

/** The other cloud that has such a host, if this one has not: stand-ins and hosts of one's own belong to none. */
function ownerOf(own: CloudName, hasIt: (cloud: Cloud) => boolean): CloudName | undefined {
  return hasIt(cloudNamed(own)) ? undefined : cloudNames.find((name) => hasIt(cloudNamed(name)));
}
