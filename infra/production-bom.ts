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
 * A bill of materials without what is only needed for development. `npm sbom --omit dev` cannot be used: it also omits
 * production packages that a development package depends on.
 */
export function productionBom<Bom extends BillOfMaterials>(bom: Bom): Bom {
  const components = bom.components.filter(
    ({ properties = [] }) => !properties.some(({ name, value }) => name === DEVELOPMENT && value === 'true'),
  );
  const kept = new Set(components.map((component) => component['bom-ref']));
  const dropped = new Set(
    bom.components.map((component) => component['bom-ref']).filter((ref) => !kept.has(ref)),
  );
  const dependencies = bom.dependencies
    .filter(({ ref }) => !dropped.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((needed) => !dropped.has(needed)) }));
  return { ...bom, components, dependencies };
}
