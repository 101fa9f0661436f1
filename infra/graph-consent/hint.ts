// Run by azd after each deployment: what is still to be done, once. azd hands over the outputs of the template.

const principal = process.env['IDENTITY_PRINCIPAL_ID'] ?? 'IDENTITY_PRINCIPAL_ID';

console.log(`
Consent, once: nobody can be signed out until the identity of the app may call Microsoft Graph. As Privileged Role
Administrator, signed in with the Azure CLI, run

  node build/infra/graph-consent/grant.js ${principal} --roles

--roles is for a policy that names directory roles, as the sample in docs/production-approval.md does; add --groups for a
policy that names groups. Until consent is given the app is not healthy, and the alert rule app-not-healthy fires: that is
expected. docs/operations.md says when it ends.
`);
