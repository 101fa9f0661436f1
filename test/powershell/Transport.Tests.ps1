BeforeAll {
    . "$PSScriptRoot/FakeApp.ps1"
    Import-Module "$PSScriptRoot/../../powershell/SessionRevoker" -Force
    Mock -ModuleName SessionRevoker Start-Sleep {}
    $script:Secret = 'secret-token-of-the-test'
    function Connect-Fake { $null = Connect-SessionRevoker -Url $app.Url -AccessToken (ConvertTo-SecureString $Secret -AsPlainText -Force) }
}

Describe 'A call of the API' {
    BeforeAll { $app = Start-FakeApp }
    BeforeEach { Reset-FakeApp $app; Connect-Fake }
    AfterAll { Stop-FakeApp $app }

    It 'sends the token, and a body with its length and type' {
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        $null = Revoke-UserSession 'zo<eacute>@contoso.com'.Replace('<eacute>', [string][char]0xE9) -Reason 'Theft' -Confirm:$false
        $call = $app.Calls[0]
        $call.Token | Should -BeExactly "Bearer $Secret"
        $call.Type | Should -Match '^application/json'
        $call.Length | Should -BeGreaterThan 0
        $body = ConvertFrom-Json $call.Body
        $body.users | Should -BeExactly @("zo$([char]0xE9)@contoso.com")
        $body.reason | Should -BeExactly 'Theft'
        $body.PSObject.Properties.Name | Should -Be @('id', 'users', 'reason')
    }
    It 'escapes a name in a path' {
        Add-Answer $app -Body @{ value = @() }
        Get-UserSessionRevocation 'EMEA\o''neil/?#'
        $app.Calls[0].Path | Should -BeLike '/api/users/EMEA%5Co%27neil%2F%3F%23/history?top=100'
    }
    It 'reads all pages, and follows a link to another place on the address of the app alone' {
        Add-Answer $app -Body @{ value = @((New-OutcomeItem signOutPending)); nextLink = 'https://evil.example/api/users/u/history?after=1' }
        Add-Answer $app -Body @{ value = @((New-OutcomeItem failed)); nextLink = '//evil.example/api/x' }
        Add-Answer $app -Body @{ value = @() }
        @(Get-UserSessionRevocation u).Status | Should -Be @('signOutPending', 'failed')
        $app.Calls.Path | Should -Be @('/api/users/u/history?top=100', '/api/users/u/history?after=1', '/api/x')
    }
    It 'repeats a call that the app could not take, as late as it asks, with the same id of the request' {
        Add-Problem $app -Status 429 -Code rateLimited -Headers @{ 'Retry-After' = '7' }
        Add-Problem $app -Status 503 -Code unavailable -Headers @{ 'Retry-After' = '15' }
        Add-Answer $app -Status 202 -Body @{ id = 'r1' }
        (Revoke-UserSession u -Confirm:$false).RequestId | Should -Be 'r1'
        Should -Invoke -ModuleName SessionRevoker Start-Sleep -ParameterFilter { $Seconds -eq 7 } -Times 1
        Should -Invoke -ModuleName SessionRevoker Start-Sleep -ParameterFilter { $Seconds -eq 15 } -Times 1
        @($app.Calls.Body | ForEach-Object { (ConvertFrom-Json $_).id } | Select-Object -Unique) | Should -HaveCount 1
    }
    It 'gives up after five calls, and at once where it would have to wait for longer than a minute' {
        foreach ($time in 1..5) { Add-Problem $app -Status 503 -Code unavailable -Headers @{ 'Retry-After' = '1' } }
        Get-RevocationApproval -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].CategoryInfo.Category | Should -Be 'ResourceUnavailable'
        $app.Calls | Should -HaveCount 5
        Add-Problem $app -Status 429 -Code rateLimited -Headers @{ 'Retry-After' = '61' }
        Get-RevocationApproval -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].CategoryInfo.Category | Should -Be 'LimitsExceeded'
        $app.Calls | Should -HaveCount 6
    }
    It 'has <Category> for <Status> <Code>' -ForEach @(
        @{ Status = 400; Code = 'invalid'; Category = 'InvalidArgument' }
        @{ Status = 401; Code = 'unproven'; Category = 'AuthenticationError' }
        @{ Status = 403; Code = 'noRole'; Category = 'PermissionDenied' }
        @{ Status = 403; Code = 'notAllowed'; Category = 'PermissionDenied' }
        @{ Status = 404; Code = 'notFound'; Category = 'ObjectNotFound' }
        @{ Status = 409; Code = 'changed'; Category = 'InvalidOperation' }
        @{ Status = 409; Code = 'decided'; Category = 'InvalidOperation' }
        @{ Status = 413; Code = 'tooLarge'; Category = 'InvalidArgument' }
        @{ Status = 403; Code = 'ofALaterVersion'; Category = 'PermissionDenied' }
    ) {
        Add-Problem $app -Status $Status -Code $Code
        Get-UserSessionRevocation u -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].CategoryInfo.Category | Should -Be $Category
        $failed[0].FullyQualifiedErrorId | Should -BeExactly "$Code,Get-UserSessionRevocation"
        "$($failed[0])" | Should -BeLike "The detail of $Code.*"
    }
    It 'is reported in sentences, also where the app has none' {
        Add-Answer $app -Status 403 -Body @{ type = 'urn:session-revoker:problem:noRole'; status = 403; detail = 'the token has no role' }
        Get-UserSessionRevocation u -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0])" | Should -BeExactly 'The token has no role. Ask who runs the app for a role (docs/api.md).'
    }
    It 'names each field that is wrong' {
        Add-Problem $app -Status 400 -Code invalid -Issues @{ path = 'reason'; message = 'is too long' }
        Get-UserSessionRevocation u -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0])" | Should -BeExactly 'The detail of invalid. reason: is too long.'
    }
    It 'goes on with the next user of a pipeline after an error, and stops with -ErrorAction Stop' {
        foreach ($time in 1, 2) {
            Add-Problem $app -Status 404 -Code notFound
            Add-Answer $app -Body @{ value = @((New-OutcomeItem failed)) }
        }
        @('a', 'b' | Get-UserSessionRevocation -ErrorAction SilentlyContinue) | Should -HaveCount 1
        { 'a', 'b' | Get-UserSessionRevocation -ErrorAction Stop } | Should -Throw 'The detail of notFound.'
        $app.Calls | Should -HaveCount 3
    }
    It 'takes the token to no other place: it follows no redirection' {
        Add-Answer $app -Status 302 -Body '' -Headers @{ Location = "$($app.Url)/elsewhere" }
        Get-RevocationApproval -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0])" | Should -Match 'answered 302.*redirections are not followed'
        $app.Calls | Should -HaveCount 1
    }
    It 'says so where something else than the API answers' {
        Add-Answer $app -Status 404 -Body '<html>Not Found</html>'
        Get-RevocationApproval -ErrorAction SilentlyContinue -ErrorVariable failed
        "$($failed[0])" | Should -Match 'answered 404, which is no answer of the API.*API_AUDIENCE'
        Add-Answer $app -Status 200 -Body '<html>Sign in</html>'
        Get-RevocationApproval -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'foreignAnswer,*'
    }
    It 'reads times as times in UTC, and leaves texts that look like times as they are' {
        $item = New-OutcomeItem signOutPending -Further @{ requestId = '2026-11-26T10:00:00+01:00'; effectiveNoLaterThan = '2026-11-26T11:30:00Z' }
        Add-Answer $app -Body @{ value = @($item) }
        $outcome = Get-UserSessionRevocation u
        $outcome.RequestId | Should -BeOfType [string]
        $outcome.RequestId | Should -BeExactly '2026-11-26T10:00:00+01:00'
        $outcome.EffectiveNoLaterThan | Should -BeOfType [datetime]
        $outcome.EffectiveNoLaterThan.Kind | Should -Be 'Utc'
        $outcome.EffectiveNoLaterThan.ToString('o') | Should -BeExactly '2026-11-26T11:30:00.0000000Z'
        $outcome.RevokedAt | Should -BeNullOrEmpty
    }
    It 'is ended by Ctrl-C while nothing answers' {
        $connection = $null
        $silent = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
        $silent.Start()
        $shell = [powershell]::Create().AddScript({
                param($Module, $Port)
                Import-Module $Module
                Connect-SessionRevoker -Url "http://127.0.0.1:$Port" -Audience 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b
            }).AddArgument((Get-Module SessionRevoker).Path).AddArgument($silent.LocalEndpoint.Port)
        try {
            $null = $shell.BeginInvoke()
            $accepting = $silent.AcceptTcpClientAsync()
            $accepting.Wait(60000) | Should -BeTrue
            # A connection that nothing refers to is closed by the garbage collector, and the call then ends by itself.
            $connection = $accepting.Result
            $shell.BeginStop($null, $null).AsyncWaitHandle.WaitOne(60000) | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        } finally { if ($connection) { $connection.Dispose() }; $silent.Stop() }
    }
    It 'is not possible without a connection, or with one that was ended' {
        Disconnect-SessionRevoker
        { Revoke-UserSession u -Confirm:$false } | Should -Throw '*run Connect-SessionRevoker*'
        { Get-RevocationApproval } | Should -Throw -ErrorId 'notConnected,Get-RevocationApproval'
        $app.Calls | Should -HaveCount 0
    }
}

Describe 'The address of a connection' {
    It 'is refused: <Url>' -ForEach @(
        @{ Url = 'http://app.example'; Id = 'insecureUrl' }
        @{ Url = 'ftp://127.0.0.1'; Id = 'insecureUrl' }
        @{ Url = 'app.example'; Id = 'invalidUrl' }
        @{ Url = 'https://user:password@app.example'; Id = 'invalidUrl' }
        @{ Url = 'https://app.example/?code=1'; Id = 'invalidUrl' }
    ) {
        { Connect-SessionRevoker -Url $Url -Audience 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b } | Should -Throw -ErrorId "$Id,Connect-SessionRevoker"
    }
    It 'may end in a slash or in /api' {
        $app = Start-FakeApp
        try {
            foreach ($end in '', '/', '/api', '/api/') {
                $token = ConvertTo-SecureString 't' -AsPlainText -Force
                (Connect-SessionRevoker -Url "$($app.Url)$end" -AccessToken $token).Url | Should -Be "$($app.Url)/"
            }
        } finally { Stop-FakeApp $app }
    }
    It 'is named when nothing answers there, and the connection of before stays' {
        $app = Start-FakeApp
        Connect-Fake
        $other = Start-FakeApp
        Stop-FakeApp $other
        { Connect-SessionRevoker -Url $other.Url -Audience 6f0f8b5e-3f5e-4c3a-9d5b-0a4c6d1f2e3b } | Should -Throw "$($other.Url)/ cannot be reached*"
        Add-Answer $app -Body @{ value = @() }
        Get-RevocationApproval
        $app.Calls | Should -HaveCount 1
        Stop-FakeApp $app
    }
}
