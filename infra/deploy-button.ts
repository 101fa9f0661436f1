const PORTAL = 'https://portal.azure.com/#blade/Microsoft_Azure_CreateUIDef/CustomDeploymentBlade';
const PICTURE = 'https://aka.ms/deploytoazurebutton';

/** The templates that a button deploys, with the form of the portal for those that have one. */
export const TEMPLATES: readonly { readonly file: string; readonly form?: string; readonly what: string }[] =
  [
    {
      file: 'main.json',
      form: 'ui-definition.json',
      what: 'everything but the package: the last command does that',
    },
    { file: 'connect/sentinel/main.json', what: 'a playbook and an automation rule of Microsoft Sentinel' },
    { file: 'connect/event-grid/main.json', what: 'a subscription of an Event Grid topic' },
  ];

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
  const rows = TEMPLATES.map(({ file: template, form, what }) => {
    const target = `${PORTAL}/uri/${file(template)}${form === undefined ? '' : `/uiFormDefinitionUri/${file(form)}`}`;
    return `| [![Deploy to Azure](${PICTURE})](${target}) | ${what} |`;
  });
  return `${commands}
| button | what it deploys |
| --- | --- |
${rows.join('\n')}
`;
}
