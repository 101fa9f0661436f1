# An app that answers over HTTP with what a test has lined up, and remembers what it was asked.

function Start-FakeApp {
    $listener = [System.Net.HttpListener]::new()
    $port = 0
    while (-not $listener.IsListening) {
        $port = Get-Random -Minimum 20000 -Maximum 60000
        $listener.Prefixes.Clear()
        $listener.Prefixes.Add("http://127.0.0.1:$port/")
        try { $listener.Start() } catch [System.Net.HttpListenerException] { $listener = [System.Net.HttpListener]::new() }
    }
    $app = [hashtable]::Synchronized(@{
            Url       = "http://127.0.0.1:$port"
            Listener  = $listener
            IsStopped = $false
            Answers   = [System.Collections.Queue]::Synchronized([System.Collections.Queue]::new())
            Calls     = [System.Collections.ArrayList]::Synchronized([System.Collections.ArrayList]::new())
        })
    $app.Shell = [powershell]::Create().AddScript({
            param($App)
            while (-not $App.IsStopped) {
                $waiting = $App.Listener.GetContextAsync()
                while (-not $waiting.IsCompleted) { if ($App.IsStopped) { return } else { Start-Sleep -Milliseconds 5 } }
                $context = $waiting.Result
                $request = $context.Request
                $reader = [System.IO.StreamReader]::new($request.InputStream, [System.Text.Encoding]::UTF8)
                $call = [pscustomobject]@{
                    Method = $request.HttpMethod; Path = $request.RawUrl; Token = $request.Headers['Authorization']; Type = $request.ContentType
                    Length = $request.ContentLength64; Body = $reader.ReadToEnd()
                }
                $isDescription = $request.RawUrl -like '*/openapi.json'
                $answer = if ($isDescription) { @{ Status = 200; Body = '{"openapi":"3.1.0"}' } }
                elseif ($App.Answers.Count) { $App.Answers.Dequeue() }
                else { @{ Status = 500; Body = 'Nothing is lined up.' } }
                if (-not $isDescription) { $null = $App.Calls.Add($call) }
                # No connection outlives its answer, so that nothing is sent to one of an app that was stopped.
                $context.Response.KeepAlive = $false
                $context.Response.StatusCode = $answer.Status
                foreach ($name in @($answer.Headers.Keys)) { if ($name) { $context.Response.AddHeader($name, $answer.Headers[$name]) } }
                $bytes = [System.Text.Encoding]::UTF8.GetBytes([string] $answer.Body)
                $context.Response.OutputStream.Write($bytes, 0, $bytes.Length)
                $context.Response.Close()
            }
        }).AddArgument($app)
    $app.Running = $app.Shell.BeginInvoke()
    $app
}

function Stop-FakeApp {
    param($App)
    $App.IsStopped = $true
    $null = $App.Shell.EndInvoke($App.Running)
    $App.Shell.Dispose()
    $App.Listener.Close()
}

# Forgets what was lined up and asked.
function Reset-FakeApp {
    param($App)
    $App.Answers.Clear()
    $App.Calls.Clear()
}

# Lines an answer up: an object as JSON, or text as it is.
function Add-Answer {
    param($App, [int] $Status = 200, $Body, [hashtable] $Headers = @{})
    $text = if ($Body -is [string]) { $Body } else { ConvertTo-Json -InputObject $Body -Depth 8 }
    $App.Answers.Enqueue(@{ Status = $Status; Body = $text; Headers = $Headers })
}

function Add-Problem {
    param($App, [int] $Status, [string] $Code, [hashtable] $Headers = @{}, $Issues)
    $problem = @{ type = "urn:session-revoker:problem:$Code"; title = 'A title.'; status = $Status; detail = "The detail of $Code." }
    if ($Issues) { $problem['issues'] = @($Issues) }
    Add-Answer $App -Status $Status -Headers $Headers -Body $problem
}

# An outcome as the API has it.
function New-OutcomeItem {
    param([string] $Status, [string] $User = 'user1@contoso.com', [hashtable] $Further = @{})
    $item = @{
        id = [guid]::NewGuid().ToString(); requestId = 'r1'; status = $Status; mode = 'revoke'; message = "The message of $Status."
        user = @{ reference = $User; userPrincipalName = $User }; tenantId = 't1'; receivedAt = '2026-11-26T10:00:00Z'
        completedAt = '2026-11-26T10:00:01.25Z'; methods = @()
    }
    foreach ($name in $Further.Keys) { $item[$name] = $Further[$name] }
    $item
}
