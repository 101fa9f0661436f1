function Stop-UserSessionRevocation {
    <#
    .SYNOPSIS
    Stops all revocations at once: the emergency switch.

    .DESCRIPTION
    Within seconds the app begins no further revocation; requests are kept. Resume-UserSessionRevocation takes the stop back. You need the
    role Revocation.Operate, and the app may ask for a recent sign-in.

    .PARAMETER Reason
    Why; it is published and logged.

    .EXAMPLE
    Stop-UserSessionRevocation -Reason 'Too many users'

    .OUTPUTS
    SessionRevoker.Switch

    .LINK
    Resume-UserSessionRevocation
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('SessionRevoker.Switch')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string] $Reason
    )

    Import-CallerPreference -Cmdlet $PSCmdlet
    $connection = Get-Connection -Cmdlet $PSCmdlet
    if (-not $PSCmdlet.ShouldProcess($connection.Url, 'Stop all revocations')) { return }
    Send-Switch -Path 'stop' -Body ([ordered]@{ reason = $Reason }) -Target $connection.Url -Cmdlet $PSCmdlet
}
