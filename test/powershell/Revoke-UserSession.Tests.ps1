BeforeAll {
    . "$PSScriptRoot/FakeApp.ps1"
    Import-Module "$PSScriptRoot/../../powershell/SessionRevoker" -Force
    Mock -ModuleName SessionRevoker Start-Sleep {}
    function Get-Bodies { @($app.Calls | Where-Object Body | ForEach-Object { ConvertFrom-Json $_.Body }) }
}

Describe 'Revoke-UserSession' {
    BeforeAll {
        $app = Start-FakeApp
        $null = Connect-SessionRevoker -Url $app.Url -AccessToken (ConvertTo-SecureString 't' -AsPlainText -Force)
    }
    BeforeEach { Reset-FakeApp $app }
    AfterAll { Stop-FakeApp $app }

    It 'has the parameters of the cmdlet' {
        $command = Get-Command Revoke-UserSession
        $command.Parameters.Keys | Should -Contain 'User'
        $command.Parameters.Keys | Should -Contain 'WhatIf'
        $command.Parameters.Keys | Should -Contain 'Confirm'
        $command.Parameters['User'].Attributes.Mandatory | Should -Contain $true
    }
    It 'writes the sentence of <Status> to the stream <Stream>' -ForEach @(
        @{ Status = 'signedOut'; Stream = 'Verbose' }
        @{ Status = 'signOutPending'; Stream = 'Verbose' }
        @{ Status = 'duplicate'; Stream = 'Verbose' }
        @{ Status = 'nothingToDo'; Stream = 'Verbose' }
        @{ Status = 'userNotFound'; Stream = 'Warning' }
        @{ Status = 'notApplicable'; Stream = 'Warning' }
        @{ Status = 'protected'; Stream = 'Warning' }
        @{ Status = 'awaitingConfirmation'; Stream = 'Warning' }
        @{ Status = 'held'; Stream = 'Warning' }
        @{ Status = 'declined'; Stream = 'Warning' }
        @{ Status = 'expired'; Stream = 'Warning' }
        @{ Status = 'ofALaterVersion'; Stream = 'Warning' }
        @{ Status = 'failed'; Stream = 'Error'; Category = 'ResourceUnavailable' }
        @{ Status = 'notEnabled'; Stream = 'Error'; Category = 'NotEnabled' }
        @{ Status = 'rejected'; Stream = 'Error'; Category = 'InvalidArgument' }
    ) {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        Add-Answer $app -Body @{ value = @((New-OutcomeItem $Status -Further @{ detail = 'The reason.' })) }
        $all = Revoke-UserSession user1@contoso.com -Wait -Confirm:$false -Verbose *>&1
        $records = @($all | Where-Object { "$_" -like 'The message of*' })
        $records | Should -HaveCount 1
        $records[0].GetType().Name | Should -Be "${Stream}Record"
        "$($records[0])" | Should -BeExactly "The message of $Status. The reason."
        if ($Stream -eq 'Error') {
            $records[0].CategoryInfo.Category | Should -Be $Category
            $records[0].FullyQualifiedErrorId | Should -BeExactly "$Status,Revoke-UserSession"
            $records[0].TargetObject | Should -Be 'user1@contoso.com'
        }
        # The object comes in any case.
        @($all | Where-Object { $_.PSObject.TypeNames[0] -eq 'SessionRevoker.Outcome' }).Status | Should -Be $Status
    }
    It 'has no French word for PowerShell: the sentence comes from the app' {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        Add-Answer $app -Body @{ value = @((New-OutcomeItem userNotFound -Further @{ message = 'Utilisateur introuvable : u.' })) }
        $null = Revoke-UserSession u -Wait -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeExactly 'Utilisateur introuvable : u.'
    }
    It 'does not repeat a reason that the sentence has' {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        Add-Answer $app -Body @{ value = @((New-OutcomeItem held -Further @{ message = 'The reason. It is held.'; detail = 'The reason.' })) }
        $null = Revoke-UserSession u -Wait -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeExactly 'The reason. It is held.'
    }
    It 'asks the app for a preview with -WhatIf, and for nothing else' {
        Add-Answer $app -Body @{ receivedBy = 'x'; value = @((New-OutcomeItem whatIf -Further @{ predicted = 'protected'; mode = 'whatIf' })) }
        $outcome = 'a', 'b' | Revoke-UserSession -WhatIf -Reason Why
        $outcome.Predicted | Should -Be 'protected'
        $app.Calls | Should -HaveCount 1
        $app.Calls[0].Path | Should -Be '/api/preview'
        (Get-Bodies)[0].users | Should -Be @('a', 'b')
    }
    It 'takes $WhatIfPreference for -WhatIf' {
        Add-Answer $app -Body @{ receivedBy = 'x'; value = @() }
        $global:WhatIfPreference = $true
        try { Revoke-UserSession a } finally { $global:WhatIfPreference = $false }
        $app.Calls[0].Path | Should -Be '/api/preview'
    }
    It 'sends a pipeline together, each user once, at most 100 in a request' {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        Add-Answer $app -Status 202 -Body @{ id = 'r2' }
        $requests = (@(1..150) + 7, 8) | ForEach-Object { "user$_" } | Revoke-UserSession -Confirm:$false
        $requests.RequestId | Should -Be @('r1', 'r2')
        $bodies = Get-Bodies
        $bodies[0].users | Should -HaveCount 100
        $bodies[1].users | Should -HaveCount 50
        $bodies[0].id | Should -Not -Be $bodies[1].id
    }
    It 'reads the names of <Name>' -ForEach @(
        @{ Name = 'an object with UserPrincipalName'; In = { [pscustomobject]@{ UserPrincipalName = 'a'; Id = 'x' } } }
        @{ Name = 'an outcome'; In = { [pscustomobject]@{ User = 'a'; RequestId = 'x' } } }
        @{ Name = 'a text with several'; In = { " a, a ;`r`n" } }
    ) {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        $null = & $In | Revoke-UserSession -Confirm:$false
        (Get-Bodies)[0].users | Should -Be @('a')
    }
    It 'refuses an object that names nobody, and sends nothing' {
        [pscustomobject]@{ Mail = 'a' } | Revoke-UserSession -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeExactly 'notAUser,Revoke-UserSession'
        $app.Calls | Should -HaveCount 0
    }
    It 'sends tenant, reason and the wish for approval, and no field without a value' {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        Add-Answer $app -Status 202 -Body @{ id = 'r2' }
        $null = Revoke-UserSession a -TenantId t -Reason r -RequireApproval -Confirm:$false
        $null = Revoke-UserSession a -Confirm:$false
        $bodies = Get-Bodies
        ($bodies[0].tenantId, $bodies[0].reason, $bodies[0].confirm) | Should -Be @('t', 'r', $true)
        $bodies[1].PSObject.Properties.Name | Should -Be @('id', 'users')
    }
    It 'waits until each user has an outcome, and writes each once' {
        Add-Answer $app -Status 202 -Body @{ id = 'r/1' }
        $first = New-OutcomeItem signOutPending -User a
        $second = New-OutcomeItem signOutPending -User b
        Add-Answer $app -Body @{ value = @() }
        Add-Answer $app -Body @{ value = @($first) }
        Add-Answer $app -Body @{ value = @($second, $first) }
        (Revoke-UserSession a, b -Wait -Confirm:$false).User | Should -Be @('a', 'b')
        $app.Calls | Should -HaveCount 4
        $app.Calls[1].Path | Should -Be '/api/requests/r%2F1?top=100'
    }
    It 'ends to wait with an outcome about the request as a whole' {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        $item = New-OutcomeItem rejected -Further @{ issues = @(@{ path = 'tenantId'; message = 'is another one' }) }
        $item.Remove('user')
        Add-Answer $app -Body @{ value = @($item) }
        $null = Revoke-UserSession a, b -Wait -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0])" | Should -BeExactly 'The message of rejected. tenantId: is another one.'
    }
    It 'ends to wait after -TimeoutSec, and says how to look later' {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        foreach ($time in 1..400) { Add-Answer $app -Body @{ value = @() } }
        Revoke-UserSession a -Wait -TimeoutSec 1 -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        "$($failed[0])" | Should -BeLike '*Get-UserSessionRevocation -RequestId r1'
    }
    It 'goes on with the other requests when one was not taken' {
        Add-Problem $app -Status 400 -Code invalid
        Add-Answer $app -Status 202 -Body @{ id = 'r2' }
        $taken = 1..101 | ForEach-Object { "user$_" } | Revoke-UserSession -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failed
        $taken.RequestId | Should -Be 'r2'
        $failed[0].CategoryInfo.Category | Should -Be 'InvalidArgument'
    }
}

Describe 'A decision' {
    BeforeAll {
        $app = Start-FakeApp
        $null = Connect-SessionRevoker -Url $app.Url -AccessToken (ConvertTo-SecureString 't' -AsPlainText -Force)
    }
    BeforeEach {
        Reset-FakeApp $app
        $waits = @{
            id = 'a/1'; digest = '5f' * 32; status = 'awaitingConfirmation'; detail = 'Policy requires approval.'; requestedAt = '2026-11-26T10:00:00Z'
            expiresAt = '2026-11-26T14:00:00Z'; plan = @{ mode = 'revoke'; methods = @('graph') }; user = @{ reference = 'U1'; userPrincipalName = 'u1'; id = 'o1' }
            tenantId = 't1'; requestId = 'r1'; reason = 'Theft'; requestedBy = 'soc'; approvals = @{ count = 1; quorum = 2 }; approvers = @('lead')
        }
    }
    AfterAll { Stop-FakeApp $app }

    It '<Verb> carries the digest of the piped object' -ForEach @(@{ Verb = 'Approve'; Decision = 'approve' }, @{ Verb = 'Deny'; Decision = 'decline' }) {
        Add-Answer $app -Body @{ value = @($waits) }
        Add-Answer $app -Body @{ id = 'a/1'; decision = $Decision; by = 'lead'; byProven = $true; decidedAt = '2026-11-26T10:05:00Z' }
        $decided = Get-RevocationApproval | & "$Verb-RevocationApproval" -Confirm:$false
        $call = $app.Calls[1]
        ($call.Method, $call.Path) | Should -Be @('POST', '/api/approvals/a%2F1')
        $sent = ConvertFrom-Json $call.Body
        ($sent.decision, $sent.digest) | Should -Be @($Decision, ('5f' * 32))
        ($decided.User, $decided.IsDecided, $decided.ByProven) | Should -Be @('u1', $true, $true)
    }
    It 'is not possible without a digest' {
        { Approve-RevocationApproval -ApprovalId a -Digest '' -Confirm:$false } | Should -Throw
        { Approve-RevocationApproval -ApprovalId a -Digest ('5F' * 31) -Confirm:$false } | Should -Throw
        $app.Calls | Should -HaveCount 0
    }
    It 'sends nothing with -WhatIf' {
        Add-Answer $app -Body @{ value = @($waits) }
        Get-RevocationApproval | Approve-RevocationApproval -WhatIf
        $app.Calls | Should -HaveCount 1
    }
    It 'warns while more people must approve' {
        Add-Answer $app -Status 202 -Body @{ id = 'a/1'; decision = 'approve'; approvals = @{ count = 1; quorum = 2 } }
        $voted = Approve-RevocationApproval a/1 ('5f' * 32) -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        ($voted.IsDecided, $voted.Count, $voted.Quorum) | Should -Be @($false, 1, 2)
        "$warned" | Should -Match '1 of 2 people'
    }
    It 'is about what was chosen: <Name>' -ForEach @(
        @{ Name = 'the user'; Chosen = @{ User = 'U1' }; Count = 1 }
        @{ Name = 'the object id'; Chosen = @{ User = 'o1' }; Count = 1 }
        @{ Name = 'another user'; Chosen = @{ User = 'u2' }; Count = 0 }
        @{ Name = 'the request'; Chosen = @{ RequestId = 'r1' }; Count = 1 }
        @{ Name = 'another request'; Chosen = @{ RequestId = 'R1' }; Count = 0 }
        @{ Name = 'the approval'; Chosen = @{ ApprovalId = 'a/1' }; Count = 1 }
        @{ Name = 'another tenant'; Chosen = @{ TenantId = 't2' }; Count = 0 }
    ) {
        Add-Answer $app -Body @{ value = @($waits) }
        @(Get-RevocationApproval @Chosen) | Should -HaveCount $Count
    }
    It 'shows who has approved so far' {
        Add-Answer $app -Body @{ value = @($waits) }
        $shown = Get-RevocationApproval
        ($shown.Count, $shown.Quorum, $shown.Approvers[0], $shown.Plan.methods[0]) | Should -Be @(1, 2, 'lead', 'graph')
    }
}
