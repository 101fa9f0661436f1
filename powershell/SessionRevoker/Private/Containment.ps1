# What was done to users beside revoking, and undoing it.

function ConvertTo-Containment {
    param([Parameter(Mandatory, ValueFromPipeline)] [pscustomobject] $Item)

    process {
        $user = Get-Field $Item 'user'
        $name = Get-Field $user 'userPrincipalName'
        $changes = @(Get-Field $Item 'changes')
        [pscustomobject]@{
            PSTypeName  = 'SessionRevoker.Containment'
            User        = if ($name) { $name } else { Get-Field $user 'reference' }
            UserId      = Get-Field $user 'id'
            State       = Get-Field $Item 'state'
            StartedAt   = ConvertTo-Time (Get-Field $Item 'startedAt')
            RequestId   = Get-Field $Item 'requestId'
            TenantId    = Get-Field $Item 'tenantId'
            Steps       = @(Get-Field $Item 'steps')
            Changes     = @($changes | Where-Object { $_ -and -not (Get-Field $_ 'isFinal') })
            Final       = @($changes | Where-Object { $_ -and (Get-Field $_ 'isFinal') })
            Kept        = @(Get-Field $Item 'kept')
            EndedAt     = ConvertTo-Time (Get-Field $Item 'endedAt')
            EndedBy     = Get-Field $Item 'endedBy'
            EndedReason = Get-Field $Item 'endedReason'
        } | Complete-Record
    }
}

# Asks for a restore, or for what it would do, and writes one object for each user.
function Send-Restore {
    param([System.Collections.IDictionary] $Body, [object] $Target, [System.Management.Automation.PSCmdlet] $Cmdlet)

    $answered = Invoke-Api -Method POST -Path 'restore' -Body $Body -Target $Target -Cmdlet $Cmdlet
    foreach ($item in Get-Field $answered 'value') {
        $user = Get-Field $item 'user'
        $name = Get-Field $user 'userPrincipalName'
        if (-not $name) { $name = Get-Field $user 'reference' }
        $problem = Get-Field $item 'problem'
        if ($problem) {
            $Cmdlet.WriteError((New-ErrorRecord -Code ((Get-Field $problem 'type') -split ':')[-1] -Category InvalidOperation -Target $name `
                        -Message "${name}: $(Get-Field $problem 'detail')" -Remedy 'Look with Get-UserContainment.'))
            continue
        }
        $approvals = Get-Field $item 'approvals'
        if ($approvals) { $Cmdlet.WriteWarning("Nothing is done yet for ${name}: $($approvals.count) of $($approvals.quorum) people have approved.") }
        [pscustomobject]@{
            PSTypeName = 'SessionRevoker.Restore'
            User       = $name
            UserId     = Get-Field $user 'id'
            Status     = Get-Field $item 'status'
            Changes    = @(Get-Field $item 'changes')
            Final      = @(Get-Field $item 'final')
            Refusal    = Get-Field $item 'refusal'
            ApprovalId = Get-Field $item 'approval'
            Count      = Get-Field $approvals 'count'
            Quorum     = Get-Field $approvals 'quorum'
        } | Complete-Record
    }
}
