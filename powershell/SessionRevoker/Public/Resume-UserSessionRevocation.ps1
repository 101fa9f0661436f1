function Resume-UserSessionRevocation {
    <#
    .SYNOPSIS
    Takes back one stop of all revocations.

    .DESCRIPTION
    It takes back the stop that you were shown. If somebody has stopped revocations again since, they stay stopped, and the error is
    changed. You need the role Revocation.Operate, and the app may ask for a recent sign-in.

    .PARAMETER Reason
    Why; it is published and logged.

    .PARAMETER StopId
    The id of the stop, as Get-SessionRevokerStatus and Stop-UserSessionRevocation show it.

    .EXAMPLE
    Get-SessionRevokerStatus | Resume-UserSessionRevocation -Reason 'The alerts were right'

    Asks, and then takes back the stop that the status has shown.

    .OUTPUTS
    SessionRevoker.Switch

    .LINK
    Stop-UserSessionRevocation
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
    [OutputType('SessionRevoker.Switch')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [ValidateNotNullOrEmpty()]
        [string] $Reason,

        [Parameter(Mandatory, Position = 1, ValueFromPipelineByPropertyName)]
        [AllowNull()]
        [AllowEmptyString()]
        [string] $StopId
    )

    begin { Import-CallerPreference -Cmdlet $PSCmdlet }

    process {
        $connection = Get-Connection -Cmdlet $PSCmdlet
        if (-not $StopId) {
            $PSCmdlet.WriteError((New-ErrorRecord -Code 'notStopped' -Category InvalidOperation -Target $connection.Url `
                        -Message 'There is no stop to take back.' -Remedy 'Look with Get-SessionRevokerStatus.'))
            return
        }
        if (-not $PSCmdlet.ShouldProcess($connection.Url, "Take back the stop $StopId of all revocations")) { return }
        Send-Switch -Path 'resume' -Body ([ordered]@{ reason = $Reason; stop = $StopId }) -Target $connection.Url -Cmdlet $PSCmdlet
    }
}
