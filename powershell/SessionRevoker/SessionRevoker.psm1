Set-StrictMode -Version 3.0

# Windows PowerShell does not load it by itself.
Add-Type -AssemblyName System.Net.Http

# What Connect-SessionRevoker has made; no command works without it.
$script:Connection = $null

foreach ($folder in 'Private', 'Public') {
    foreach ($file in Get-ChildItem -LiteralPath (Join-Path $PSScriptRoot $folder) -Filter '*.ps1') {
        . $file.FullName
    }
}

$ExecutionContext.SessionState.Module.OnRemove = {
    Close-Connection
    Remove-OwnAlias
}
