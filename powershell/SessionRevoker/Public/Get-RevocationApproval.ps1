function Get-RevocationApproval {
    <#
    .SYNOPSIS
    Lists the requests that wait for approval, the longest wait first.

    .DESCRIPTION
    One object for each user who waits, with who asked, why, and what an approval would set in motion. Its Digest stands for all that; a
    decision carries it. Pipe the object into Approve-RevocationApproval or Deny-RevocationApproval.

    .PARAMETER ApprovalId
    Only these.

    .PARAMETER User
    Only those of these users, by user principal name or object id.

    .PARAMETER RequestId
    Only those of this request.

    .PARAMETER TenantId
    Only those of this tenant.

    .EXAMPLE
    Get-RevocationApproval

    .EXAMPLE
    Get-RevocationApproval -User user1@contoso.com | Format-List

    Shows everything that there is to know before a decision.

    .OUTPUTS
    SessionRevoker.Approval

    .LINK
    Approve-RevocationApproval
    #>
    [CmdletBinding()]
    [OutputType('SessionRevoker.Approval')]
    param(
        [Parameter(Position = 0)]
        [string[]] $ApprovalId,

        [string[]] $User,

        [string] $RequestId,

        [string] $TenantId
    )

    Import-CallerPreference -Cmdlet $PSCmdlet
    Read-List -Path 'approvals?top=100' -Target 'approvals' -Cmdlet $PSCmdlet | ConvertTo-Approval | Where-Object {
        (-not $ApprovalId -or $ApprovalId -contains $_.ApprovalId) -and
        (-not $User -or $User -contains $_.User -or $User -contains $_.UserId) -and
        (-not $RequestId -or $RequestId -ceq $_.RequestId) -and
        (-not $TenantId -or $TenantId -eq $_.TenantId)
    }
}
