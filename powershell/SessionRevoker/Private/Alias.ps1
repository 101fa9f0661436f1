# The name of Microsoft's cmdlet as an alias, for those who ask for it.

$script:CmdletName = 'Revoke-SPOUserSession'
$script:AliasTarget = 'SessionRevoker\Revoke-UserSession'

# What has the name already, other than the alias of this module. By a pattern, so that no module is loaded for the question.
function Get-OtherCommand {
    $pattern = $script:CmdletName -replace 'n$', '[n]'
    Get-Command -Name $pattern -ErrorAction Ignore |
        Where-Object { $_.CommandType -ne 'Alias' -or $_.Definition -ne $script:AliasTarget } |
        Select-Object -First 1
}

function Remove-OwnAlias {
    $path = "Alias:\$script:CmdletName"
    $alias = Get-Item -LiteralPath $path -ErrorAction Ignore
    if ($alias -and $alias.Definition -eq $script:AliasTarget) { Remove-Item -LiteralPath $path -Force -WhatIf:$false -Confirm:$false }
}
