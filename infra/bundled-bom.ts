/** The part of a CycloneDX bill of materials that is read here; the rest is kept as it is. */
export interface BillOfMaterials {
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

interface Component {
  readonly 'bom-ref': string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

const DEVELOPMENT = 'cdx:npm:package:development';

/**
 * A bill of materials of the packages that are in the bundles, which are shipped; npm knows them as needed for development alone.
 *
 * @param bundled names with versions, as `jose@6.2.18`
 * @throws when the bill lacks a package of a bundle
 */
export function bundledBom<Bom extends BillOfMaterials>(bom: Bom, bundled: readonly string[]): Bom {
  const kept = new Set(bundled);
  const components = bom.components.filter((component) => kept.has(component['bom-ref'])).map(withoutMark);
  const listed = new Set(components.map((component) => component['bom-ref']));
  const missing = bundled.filter((ref) => !listed.has(ref));
  if (missing.length > 0) throw new Error(`The bill of materials lacks ${missing.join(', ')}.`);
  const dependencies = bom.dependencies
    .filter(({ ref }) => kept.has(ref) || !bom.components.some((component) => component['bom-ref'] === ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((needed) => kept.has(needed)) }));
  return { ...bom, components, dependencies };
}

function withoutMark(component: Component): Component {
  if (!component.properties) return component;
  return { ...component, properties: component.properties.filter(({ name }) => name !== DEVELOPMENT) };
}
