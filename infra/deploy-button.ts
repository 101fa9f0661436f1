const PORTAL = 'https://portal.azure.com/#blade/Microsoft_Azure_CreateUIDef/CustomDeploymentBlade';
const PICTURE = 'https://aka.ms/deploytoazurebutton';

/**
 * The part of the notes of a release that deploys it without a clone.
 *
 * @param address where `main.json` and `ui-definition.json` can be read by a browser of anybody; `{tag}` stands for the tag. The
 *   portal fetches both, so the address must allow that (CORS), which the assets of a release on GitHub do not. Absent: no button.
 */
export function deployButton(address: string | undefined, tag: string): string {
  const commands = `## Deploy it without a clone

\`\`\`sh
az deployment sub create --name session-revoker --location REGION --template-file main.json \\
  --parameters environmentName=NAME location=REGION alertEmail=ADDRESS
az functionapp deployment source config-zip --resource-group rg-NAME --name APP --src session-revoker.zip
\`\`\`

\`main.json\` and \`session-revoker.zip\` are assets of this release; APP is the output \`SERVICE_API_NAME\` of the deployment.
To upgrade, give all parameters of the first deployment again: what is not given is set to its default, the mode and the policy among it.
`;
  if (!address) return commands;
  const file = (name: string): string =>
    encodeURIComponent(`${address.replaceAll('{tag}', tag).replace(/\/+$/, '')}/${name}`);
  const target = `${PORTAL}/uri/${file('main.json')}/uiFormDefinitionUri/${file('ui-definition.json')}`;
  return `${commands}
[![Deploy to Azure](${PICTURE})](${target})

The button deploys everything but the package: the last command does that.
`;
}
