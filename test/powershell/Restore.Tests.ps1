BeforeAll {
    . "$PSScriptRoot/FakeApp.ps1"
    Import-Module "$PSScriptRoot/../../powershell/SessionRevoker" -Force
    Mock -ModuleName SessionRevoker Start-Sleep {}
    function Get-Sent { ConvertFrom-Json $app.Calls[-1].Body }
    $user = @{ id = 'u1'; userPrincipalName = 'user1@contoso.com'; reference = 'user1@contoso.com' }
    $contained = @{
        containment = 'c1'; requestId = 'inc-1'; tenantId = 't'; user = $user; state = 'open'; startedAt = '2026-11-26T10:00:00Z'; kept = @()
        steps       = @('disableSignIn', 'removeAuthenticationMethods')
        changes     = @(
            @{ step = 'disableSignIn'; item = @{ kind = 'signIn'; id = 'u1' }; state = 'made' }
            @{ step = 'removeAuthenticationMethods'; item = @{ kind = 'authenticationMethod'; id = 'm1' }; state = 'made'; isFinal = $true }
        )
    }
}

Describe 'What was done to users' {
    BeforeAll {
        $app = Start-FakeApp
        $null = Connect-SessionRevoker -Url $app.Url -AccessToken (ConvertTo-SecureString 't' -AsPlainText -Force)
    }
    BeforeEach { Reset-FakeApp $app }
    AfterAll { Stop-FakeApp $app }

    It 'is listed with what can be brought back and what is final' {
        Add-Answer $app -Body @{ value = @($contained) }
        $one = Get-UserContainment -User 'user1@contoso.com' -RequestId 'inc 1'
        $app.Calls[0].Path | Should -Be '/api/containments?top=100&user=user1%40contoso.com&requestId=inc%201'
        ($one.User, $one.State, $one.Changes[0].step, $one.Final[0].step) | Should -Be @('user1@contoso.com', 'open', 'disableSignIn', 'removeAuthenticationMethods')
    }
    It 'is undone for the user from the pipeline, with the reason' {
        Add-Answer $app -Body @{ value = @($contained) }
        Add-Answer $app -Status 202 -Body @{ value = @(@{ containment = 'c1'; tenantId = 't'; user = $user; approval = 'a1'; status = 'approved' }) }
        $restored = Get-UserContainment | Restore-UserAccess -Reason 'False' -Confirm:$false
        $app.Calls[-1].Path | Should -Be '/api/restore'
        ((Get-Sent).requestId, (Get-Sent).user, (Get-Sent).reason) | Should -Be @('inc-1', 'u1', 'False')
        (Get-Sent).PSObject.Properties.Name | Should -Not -Contain 'whatIf'
        ($restored.User, $restored.Status, $restored.ApprovalId) | Should -Be @('user1@contoso.com', 'approved', 'a1')
    }
    It 'is only foreseen by the app with -WhatIf' {
        Add-Answer $app -Body @{ value = @(@{ containment = 'c1'; tenantId = 't'; user = $user; status = 'whatIf'; changes = @(@{ step = 'disableSignIn'; name = 'user1' }); final = @(); refusal = 'A newer alert.' }) }
        $foreseen = Restore-UserAccess inc-1 -Reason 'False' -WhatIf
        (Get-Sent).whatIf | Should -BeTrue
        ($foreseen.Status, $foreseen.Changes[0].name, $foreseen.Refusal) | Should -Be @('whatIf', 'user1', 'A newer alert.')
    }
    It 'waits for others, which is a warning, and each user who is refused is an error' {
        $refused = @{ type = 'urn:session-revoker:problem:notPossible'; title = 'No.'; status = 409; detail = 'A newer alert is open.' }
        Add-Answer $app -Status 202 -Body @{ value = @(
                @{ containment = 'c1'; tenantId = 't'; user = $user; approval = 'a1'; status = 'voted'; approvals = @{ count = 1; quorum = 2 } }
                @{ containment = 'c2'; tenantId = 't'; user = @{ reference = 'other' }; problem = $refused }
            )
        }
        $restored = Restore-UserAccess inc-1 -Reason r -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue -ErrorVariable failed -ErrorAction SilentlyContinue
        ($restored.Status, $restored.Count, $restored.Quorum) | Should -Be @('voted', 1, 2)
        "$($warned[0])" | Should -Be 'Nothing is done yet for user1@contoso.com: 1 of 2 people have approved.'
        $failed[0].FullyQualifiedErrorId | Should -BeExactly 'notPossible,Restore-UserAccess'
        "$($failed[0])" | Should -Match '^other: A newer alert is open\.'
    }
    It 'is shown to approvers as what it is' {
        Add-Answer $app -Body @{ value = @(@{ id = 'a1'; digest = '5f' * 32; status = 'awaitingConfirmation'; user = $user; restore = @{ changes = @(@{ step = 'disableSignIn'; name = 'user1' }); final = @() } }) }
        (Get-RevocationApproval).Restore.changes[0].step | Should -Be 'disableSignIn'
    }
    It 'has steps that wait for an approval of their own, which approvers are shown and asked for' {
        Add-Answer $app -Body @{ value = @(@{ id = 'a1'; digest = '5f' * 32; status = 'awaitingConfirmation'; user = $user; contain = @{ containment = 'c1'; steps = @('disableSignIn', 'disableDevices') } }) }
        $waiting = Get-RevocationApproval
        $waiting.Contain.steps | Should -Be @('disableSignIn', 'disableDevices')
        $waiting | Approve-RevocationApproval -WhatIf
        $app.Calls | Should -HaveCount 1
    }
    It 'is not undone without a reason' {
        { Restore-UserAccess inc-1 -Reason '' -Confirm:$false } | Should -Throw
        $app.Calls | Should -HaveCount 0
    }
}
