function Import-SessionRevokerAlias {
    <#
    .SYNOPSIS
    Gives Revoke-UserSession the name Revoke-SPOUserSession in this PowerShell.

    .DESCRIPTION
    For scripts that call Microsoft's cmdlet. Where a module has a command of that name, it is not shadowed, unless you say -Force. The alias
    ends with the process, or with Remove-Module SessionRevoker.

    .PARAMETER Force
    Shadows another command of that name.

    .EXAMPLE
    Import-SessionRevokerAlias
    Revoke-SPOUserSession -User user1@contoso.com -WhatIf

    Calls the app by the name of Microsoft's cmdlet.

    .LINK
    Revoke-UserSession
    #>
    [CmdletBinding()]
    param([switch] $Force)

    Import-CallerPreference -Cmdlet $PSCmdlet
    $other = Get-OtherCommand
    if ($other -and -not $Force) {
        $PSCmdlet.WriteError((New-ErrorRecord -Code 'nameTaken' -Category ResourceExists -Target $script:CmdletName `
                    -Message "$(if ($other.ModuleName) { "The module $($other.ModuleName)" } else { 'This PowerShell' }) has a command $($script:CmdletName), which is not shadowed." `
                    -Remedy 'Remove it, or say -Force.'))
        return
    }
    Set-Alias -Name $script:CmdletName -Value $script:AliasTarget -Scope Global -Force -WhatIf:$false -Confirm:$false
}
