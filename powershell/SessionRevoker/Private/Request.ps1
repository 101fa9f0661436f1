# Requests: what is sent, and the wait for its outcomes.

# As many users as one request of this module names, which is as many as the app previews.
$script:MaxUsersPerRequest = 100

# The names in an argument: one, or several separated as the app separates them.
function Split-UserName {
    param([string[]] $User, [System.Management.Automation.PSCmdlet] $Cmdlet)

    foreach ($text in $User) {
        # An object that was piped in without a property that names a user.
        if ($text -match '^@\{.*\}$') {
            $Cmdlet.WriteError((New-ErrorRecord -Code 'notAUser' -Category InvalidArgument -Target $text `
                        -Message 'The input is not the name of a user: pipe names, or objects with a property User, UserPrincipalName or Id.'))
            continue
        }
        $text -split '[\r\n,;]+' | ForEach-Object { $_.Trim() } | Where-Object { $_ }
    }
}

function New-RequestBody {
    param([string[]] $User, [string] $Reason, [string] $TenantId, [switch] $RequireApproval)

    # The same id in every repetition of the call, so that the app does the work once.
    $body = [ordered]@{ id = [guid]::NewGuid().ToString(); users = @($User) }
    if ($Reason) { $body['reason'] = $Reason }
    if ($TenantId) { $body['tenantId'] = $TenantId }
    if ($RequireApproval) { $body['confirm'] = $true }
    $body
}

# Has the app take a request; nothing where it did not.
function Send-Request {
    param([System.Collections.IDictionary] $Body, [System.Management.Automation.PSCmdlet] $Cmdlet)

    $taken = Invoke-Api -Method POST -Path 'requests' -Body $Body -Target ($Body['users'] -join ', ') -Cmdlet $Cmdlet
    if (-not $taken) { return }
    $id = Get-Field $taken 'id'
    $Cmdlet.WriteVerbose("The app has taken the request $id (users: $($Body['users'].Count)).")
    [pscustomobject]@{ PSTypeName = 'SessionRevoker.Request'; RequestId = $id; Users = $Body['users'] }
}

# What the app would do with a request; it writes nothing.
function Get-Preview {
    param([System.Collections.IDictionary] $Body, [System.Management.Automation.PSCmdlet] $Cmdlet)

    $answer = Invoke-Api -Method POST -Path 'preview' -Body $Body -Target ($Body['users'] -join ', ') -Cmdlet $Cmdlet
    Get-Field $answer 'value' | ConvertTo-Outcome
}

# Waits until each user of a request has an outcome, and writes each as it comes. One that waits for approval is an outcome.
function Wait-Request {
    param([pscustomobject] $Request, [datetime] $Deadline, [System.Management.Automation.PSCmdlet] $Cmdlet)

    Wait-Outcome -RequestId $Request.RequestId -Count $Request.Users.Count -Deadline $Deadline -Cmdlet $Cmdlet
}

# Waits for the outcomes of a request, or of a decision on it, until there are some of so many users; writes each as it comes.
function Wait-Outcome {
    param([string] $RequestId, [int] $Count, [string] $DecidedId, [datetime] $Deadline, [System.Management.Automation.PSCmdlet] $Cmdlet)

    # The first page has room for an outcome of each user, and begins with the newest.
    $path = 'requests/{0}?top={1}' -f [uri]::EscapeDataString($RequestId), $script:MaxUsersPerRequest
    $seen = @{}
    $answered = @{}
    $pauseMs = 250
    while ($true) {
        $page = Invoke-Api -Path $path -Target $RequestId -Cmdlet $Cmdlet
        if (-not $page) { return }
        foreach ($outcome in Get-Field $page 'value' | ConvertTo-Outcome) {
            if ($seen.ContainsKey($outcome.OutcomeId)) { continue }
            $seen[$outcome.OutcomeId] = $true
            if ($DecidedId -and ($outcome.ApprovalId -ne $DecidedId -or -not $outcome.Decision)) { continue }
            Write-Outcome -Outcome $outcome -Cmdlet $Cmdlet
            # An outcome about the request as a whole.
            if ($null -eq $outcome.User) { return }
            $answered[[string] $outcome.UserReference] = $true
        }
        $missing = $Count - $answered.Count
        if ($missing -le 0) { return }
        if ([datetime]::UtcNow -ge $Deadline) {
            $Cmdlet.WriteError((New-ErrorRecord -Code 'timeout' -Category OperationTimeout -Target $RequestId `
                        -Message "$missing of $Count users have no outcome yet. The app goes on with them." `
                        -Remedy "Look later: Get-UserSessionRevocation -RequestId $RequestId"))
            return
        }
        Start-Sleep -Milliseconds $pauseMs
        $pauseMs = [math]::Min($pauseMs * 2, 2000)
    }
}
