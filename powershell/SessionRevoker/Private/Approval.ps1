# Requests that wait for approval, and decisions on them.

function ConvertTo-Approval {
    param([Parameter(Mandatory, ValueFromPipeline)] [pscustomobject] $Item)

    process {
        $user = Get-Field $Item 'user'
        $name = Get-Field $user 'userPrincipalName'
        $approvals = Get-Field $Item 'approvals'
        [pscustomobject]@{
            PSTypeName  = 'SessionRevoker.Approval'
            ApprovalId  = Get-Field $Item 'id'
            User        = if ($name) { $name } else { Get-Field $user 'reference' }
            UserId      = Get-Field $user 'id'
            Status      = Get-Field $Item 'status'
            Detail      = Get-Field $Item 'detail'
            Reason      = Get-Field $Item 'reason'
            RequestedBy = Get-Field $Item 'requestedBy'
            ReceivedBy  = Get-Field $Item 'receivedBy'
            RequestedAt = ConvertTo-Time (Get-Field $Item 'requestedAt')
            ExpiresAt   = ConvertTo-Time (Get-Field $Item 'expiresAt')
            Alert       = Get-Field $Item 'alert'
            Plan        = Get-Field $Item 'plan'
            Restore     = Get-Field $Item 'restore'
            Contain     = Get-Field $Item 'contain'
            Count       = Get-Field $approvals 'count'
            Quorum      = Get-Field $approvals 'quorum'
            Approvers   = @(Get-Field $Item 'approvers')
            RequestId   = Get-Field $Item 'requestId'
            TenantId    = Get-Field $Item 'tenantId'
            Digest      = Get-Field $Item 'digest'
        } | Complete-Record
    }
}

# What the question of a decision names.
function Get-DecisionTarget {
    param([string] $ApprovalId, [string] $User, [string] $Reason)

    if (-not $User) { return $ApprovalId }
    if ($Reason) { "$User (reason: $Reason)" } else { $User }
}

# Sends a decision, and writes what it set in motion.
function Send-Decision {
    param([string] $ApprovalId, [string] $Digest, [ValidateSet('approve', 'decline', 'withdraw')] [string] $Decision, [string] $User, [System.Management.Automation.PSCmdlet] $Cmdlet)

    $path = 'approvals/{0}' -f [uri]::EscapeDataString($ApprovalId)
    $body = [ordered]@{ decision = $Decision; digest = $Digest }
    $answered = Invoke-Api -Method POST -Path $path -Body $body -Target $ApprovalId -Cmdlet $Cmdlet
    if (-not $answered) { return }
    $approvals = Get-Field $answered 'approvals'
    if ($approvals) { $Cmdlet.WriteWarning("Nothing is done yet: $($approvals.count) of $($approvals.quorum) people have approved.") }
    [pscustomobject]@{
        PSTypeName = 'SessionRevoker.Decision'
        ApprovalId = $ApprovalId
        User       = $User
        Decision   = Get-Field $answered 'decision'
        # Whether the request is decided: false while more people must approve.
        IsDecided  = $null -eq $approvals -and $Decision -ne 'withdraw'
        By         = Get-Field $answered 'by'
        ByProven   = [bool] (Get-Field $answered 'byProven')
        Approvers  = @(Get-Field $answered 'approvers')
        DecidedAt  = ConvertTo-Time (Get-Field $answered 'decidedAt')
        Count      = Get-Field $approvals 'count'
        Quorum     = Get-Field $approvals 'quorum'
    } | Complete-Record
}

# Sends a decision; with -Wait it writes the outcome in place of the decision.
function Complete-Decision {
    param(
        [string] $ApprovalId,
        [string] $Digest,
        [string] $Decision,
        [string] $User,
        [string] $RequestId,
        [switch] $Wait,
        [int] $TimeoutSec,
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    if ($Wait -and -not $RequestId) {
        $Cmdlet.WriteError((New-ErrorRecord -Code 'noRequest' -Category InvalidArgument -Target $ApprovalId `
                    -Message '-Wait needs the request of the approval.' -Remedy 'Pipe the object of Get-RevocationApproval in, or give -RequestId.'))
        return
    }
    $decided = Send-Decision -ApprovalId $ApprovalId -Digest $Digest -Decision $Decision -User $User -Cmdlet $Cmdlet
    if (-not $Wait -or -not $decided -or -not $decided.IsDecided) { return $decided }
    $deadline = [datetime]::UtcNow.AddSeconds($TimeoutSec)
    Wait-Outcome -RequestId $RequestId -Count 1 -DecidedId $ApprovalId -Deadline $deadline -Cmdlet $Cmdlet
}
