# Calls of the HTTP API.

# As often as a call is repeated that the app could not answer; repeating is harmless.
$script:MaxRetries = 4
# A caller waits at most so long for the app to take a call, in seconds.
$script:MaxRetryAfter = 60

# Calls the API and returns the body of its answer; where that is not the result, it reports an error and returns nothing.
function Invoke-Api {
    param(
        [string] $Method = 'GET',
        [string] $Path,
        [object] $Body,
        [object] $Target,
        [System.Management.Automation.PSCmdlet] $Cmdlet
    )

    $connection = Get-Connection -Cmdlet $Cmdlet
    $hasSignedIn = $false
    for ($retries = 0; ; $retries++) {
        Update-Token -Connection $connection -Cmdlet $Cmdlet
        $answer = Send-Call -Connection $connection -Method $Method -Path $Path -Body $Body
        if ($answer.Status -in 200, 202 -and $null -ne $answer.Body) { return $answer.Body }
        if ($answer.Status -eq 401) { Clear-Token -Connection $connection }
        $challenge = Get-Challenge -Answer $answer
        if ($challenge -and -not $hasSignedIn) {
            $hasSignedIn = Update-SignIn -Connection $connection -Challenge $challenge
            if ($hasSignedIn) { continue }
        }
        $isPassing = $answer.Status -in 429, 503 -and $answer.RetryAfter -le $script:MaxRetryAfter
        if ($isPassing -and $retries -lt $script:MaxRetries) {
            Write-Verbose "The app answered $($answer.Status): the call is repeated in $($answer.RetryAfter) s."
            Start-Sleep -Seconds $answer.RetryAfter
            continue
        }
        $record = if ($challenge) { New-StaleRecord -Connection $connection -Challenge $challenge -Answer $answer -Target $Target }
        else { ConvertTo-ErrorRecord -Answer $answer -Url $connection.Url -Path $Path -Target $Target }
        $Cmdlet.WriteError($record)
        return
    }
}

# Sends one call, with the token of the connection. Where nothing answers, the status is 0 and Failure says why. The token as plain
# text is in a local variable here and nowhere else.
function Send-Call {
    param([pscustomobject] $Connection, [string] $Method, [string] $Path, [object] $Body, [switch] $WithoutToken)

    $address = '{0}/api/{1}' -f ($Connection.Url.AbsoluteUri -replace '/+$', ''), $Path
    $request = [System.Net.Http.HttpRequestMessage]::new([System.Net.Http.HttpMethod]::new($Method), [uri] $address)
    if (-not $WithoutToken) {
        $token = [System.Net.NetworkCredential]::new('', $Connection.Token).Password
        $request.Headers.Authorization = [System.Net.Http.Headers.AuthenticationHeaderValue]::new('Bearer', $token)
    }
    if ($null -ne $Body) {
        $json = ConvertTo-Json -InputObject $Body -Depth 6 -Compress
        $request.Content = [System.Net.Http.StringContent]::new($json, [System.Text.Encoding]::UTF8, 'application/json')
    }
    $sent = Wait-Task -Task $Connection.Client.SendAsync($request)
    $read = if (-not $sent.Failure) { Wait-Task -Task $sent.Result.Content.ReadAsStringAsync() }
    $request.Dispose()
    $failure = if ($sent.Failure) { $sent.Failure } else { $read.Failure }
    if ($failure) { return [pscustomobject]@{ Status = 0; Failure = $failure; Body = $null; RetryAfter = 0; Challenge = '' } }
    $headers = $sent.Result.Headers
    [pscustomobject]@{
        Status     = [int] $sent.Result.StatusCode
        Failure    = $null
        Body       = ConvertFrom-Answer -Text $read.Result
        RetryAfter = if ($headers.RetryAfter -and $null -ne $headers.RetryAfter.Delta) { [int] $headers.RetryAfter.Delta.TotalSeconds } else { 5 }
        Challenge  = $headers.WwwAuthenticate.ToString()
    }
}

# Waits so that Ctrl-C ends the command, as it does between commands.
function Wait-Task {
    param([System.Threading.Tasks.Task] $Task)

    while (-not $Task.AsyncWaitHandle.WaitOne(100)) { }
    if ($Task.IsCanceled) { return [pscustomobject]@{ Failure = 'there was no answer in time'; Result = $null } }
    if ($Task.IsFaulted) { return [pscustomobject]@{ Failure = $Task.Exception.GetBaseException().Message; Result = $null } }
    [pscustomobject]@{ Failure = $null; Result = $Task.Result }
}

# Reads every item of a list of the API, page by page.
function Read-List {
    param([string] $Path, [object] $Target, [System.Management.Automation.PSCmdlet] $Cmdlet)

    $next = $Path
    while ($next) {
        $page = Invoke-Api -Path $next -Target $Target -Cmdlet $Cmdlet
        # Written out one by one, so that who asks for the first few causes no further call.
        foreach ($item in Get-Field $page 'value') { $item }
        $next = Resolve-NextLink -Link (Get-Field $page 'nextLink')
    }
}

# The path of the next page: only its path and query count, so that no answer can send the token elsewhere.
function Resolve-NextLink {
    param([string] $Link)

    if ($Link -match '^(?:https?:)?(?://[^/]+)?/(?:[^?]*?/)?api/(.+)$') { $Matches[1] }
}
