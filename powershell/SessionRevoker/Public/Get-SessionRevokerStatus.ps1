function Get-SessionRevokerStatus {
    <#
    .SYNOPSIS
    Shows the state of the app.

    .DESCRIPTION
    Whether revocations are stopped, by whom and why; the mode, the brake, the quota, the tenants, and what waits for approval. A part that
    the app cannot read now is named in Unavailable, and is empty.

    .EXAMPLE
    Get-SessionRevokerStatus

    .OUTPUTS
    SessionRevoker.Status

    .LINK
    Stop-UserSessionRevocation
    #>
    [CmdletBinding()]
    [OutputType('SessionRevoker.Status')]
    param()

    Import-CallerPreference -Cmdlet $PSCmdlet
    $status = Invoke-Api -Path 'status' -Target 'status' -Cmdlet $PSCmdlet
    if ($status) { ConvertTo-Status -Item $status }
}
