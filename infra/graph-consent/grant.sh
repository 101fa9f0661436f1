#!/usr/bin/env bash
# Grants the identity of the app the application permissions of Microsoft Graph that it needs, as main.bicep does:
#   grant.sh PRINCIPAL_ID [--groups] [--roles] [--eligible-roles] [--service-principals] [--token-lifetimes]
# Needs the Azure CLI, signed in as Privileged Role Administrator. Repeating it is harmless. GRAPH_ENDPOINT: the root of
# Microsoft Graph, if it is not that of the cloud of the Azure CLI.
set -euo pipefail

principal=${1:?usage: grant.sh PRINCIPAL_ID [--groups] [--roles] [--eligible-roles] [--service-principals] [--token-lifetimes]}
permissions=(User.RevokeSessions.All User.Read.All)
for option in "${@:2}"; do
  case $option in
    --groups) permissions+=(GroupMember.Read.All) ;;
    --roles) permissions+=(RoleManagement.Read.Directory) ;;
    --eligible-roles) permissions+=(RoleEligibilitySchedule.Read.Directory) ;;
    --service-principals) permissions+=(Application.Read.All) ;;
    --token-lifetimes) permissions+=(Policy.Read.All) ;;
    *) echo "unknown option: $option" >&2; exit 2 ;;
  esac
done

root=${GRAPH_ENDPOINT:-$(az cloud show --query endpoints.microsoftGraphResourceId --output tsv)}
root=${root%/}
graph=$(az ad sp show --id 00000003-0000-0000-c000-000000000000 --query id --output tsv)
granted=$(az rest --method get --resource "$root" \
  --url "$root/v1.0/servicePrincipals/$principal/appRoleAssignments" \
  --query "value[?resourceId=='$graph'].appRoleId" --output tsv)

for permission in "${permissions[@]}"; do
  role=$(az ad sp show --id "$graph" --query "appRoles[?value=='$permission'].id | [0]" --output tsv)
  if [[ -z $role ]]; then
    echo "Microsoft Graph has no application permission $permission" >&2
    exit 1
  fi
  if grep -qx "$role" <<<"$granted"; then
    echo "$permission: granted already"
    continue
  fi
  az rest --method post --resource "$root" --output none \
    --url "$root/v1.0/servicePrincipals/$principal/appRoleAssignments" \
    --body "{\"principalId\": \"$principal\", \"resourceId\": \"$graph\", \"appRoleId\": \"$role\"}"
  echo "$permission: granted"
done
