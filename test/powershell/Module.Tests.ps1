BeforeAll {
    $script:Root = (Resolve-Path "$PSScriptRoot/../../powershell/SessionRevoker").Path
    Import-Module $Root -Force
}

Describe 'The module' {
    It 'exports each file of Public under its name, and nothing else' {
        $exported = (Get-Module SessionRevoker).ExportedCommands.Keys | Sort-Object
        $exported | Should -Be (Get-ChildItem "$Root/Public" | ForEach-Object BaseName | Sort-Object)
    }
    It 'uses verbs that PowerShell approves' {
        Import-Module $Root -Force -WarningVariable warned -WarningAction SilentlyContinue
        $warned | Should -BeNullOrEmpty
        (Get-Command -Module SessionRevoker).Verb | Select-Object -Unique | Should -BeIn (Get-Verb).Verb
    }
    It 'has a view for each type of object that it writes' {
        $types = (Select-String -Path "$Root/P*/*.ps1" -Pattern "PSTypeName += '([\w.]+)'").Matches | ForEach-Object { $_.Groups[1].Value } | Sort-Object -Unique
        @($types).Count | Should -BeGreaterThan 4
        (Get-FormatData $types).TypeNames | Sort-Object | Should -Be $types
    }
    It 'shows an outcome in one row, with the time when tokens end' {
        $shown = InModuleScope SessionRevoker {
            [pscustomobject]@{
                status = 'whatIf'; predicted = 'protected'; message = ''; detail = 'The reason.'; user = [pscustomobject]@{ reference = 'u1' }
                completedAt = '2026-11-26T10:00:00Z'; effectiveNoLaterThan = '2026-11-26T11:30:00Z'
            } | ConvertTo-Outcome | Format-Table | Out-String -Width 200
        }
        $shown | Should -Match '2026-11-26 10:00:00Z what if: protected +u1 +2026-11-26 11:30:00Z The reason\.'
    }
    It 'gives a field without a value null' {
        InModuleScope SessionRevoker {
            $outcome = [pscustomobject]@{ status = 'failed'; message = ''; user = $null } | ConvertTo-Outcome
            ($outcome.User, $outcome.Alert) | Should -HaveCount 2
            ($outcome | ConvertTo-Json) | Should -Match '"Predicted": null'
        }
    }
    It 'has a topic about it' {
        $topic = Get-Content -Raw "$Root/en-US/about_SessionRevoker.help.txt"
        foreach ($command in (Get-Command -Module SessionRevoker).Name) { $topic | Should -Match $command }
    }
    It 'leaves nothing behind when it is removed' {
        Import-SessionRevokerAlias
        Remove-Module SessionRevoker
        Get-Alias Revoke-SPOUserSession -ErrorAction Ignore | Should -BeNullOrEmpty
        Import-Module $Root
    }
}

Describe 'The help' {
    It 'of each command has a synopsis, an example, and a description of each parameter' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + 'WhatIf' + 'Confirm'
        $missing = foreach ($command in Get-Command -Module SessionRevoker) {
            $help = Get-Help $command.Name -Full
            if (-not $help.Synopsis -or $help.Synopsis -match $command.Name) { "$($command.Name): synopsis" }
            if (@($help.Examples.Example)[0].Code -notmatch $command.Name) { "$($command.Name): example" }
            foreach ($name in $command.Parameters.Keys | Where-Object { $_ -notin $common }) {
                $described = $help.Parameters.Parameter | Where-Object Name -EQ $name
                if (-not $described.Description.Text) { "$($command.Name): $name" }
            }
        }
        $missing | Should -BeNullOrEmpty
    }
}

Describe 'The code' {
    BeforeAll {
        $files = @(Get-ChildItem -Recurse $Root -File)
        $trees = foreach ($file in $files | Where-Object Extension -In '.ps1', '.psm1', '.psd1') {
            $errors = $null
            $tree = [System.Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref] $null, [ref] $errors)
            @{ Name = $file.Name; Errors = $errors; Nodes = $tree.FindAll({ $true }, $true) }
        }
    }

    It 'is parsed without an error' {
        $trees.Count | Should -BeGreaterThan 15
        $trees.Errors | Should -BeNullOrEmpty
    }
    It 'has only ASCII, which Windows PowerShell reads without a byte order mark' {
        $files | Where-Object { [System.IO.File]::ReadAllText($_.FullName) -match '[^\x00-\x7F]' } | Should -BeNullOrEmpty
    }
    It 'has no syntax that Windows PowerShell 5.1 lacks' {
        $newer = foreach ($tree in $trees) {
            foreach ($node in $tree.Nodes) {
                $type = $node.GetType().Name
                $isNewer = switch ($type) {
                    'TernaryExpressionAst' { $true }
                    'PipelineChainAst' { $true }
                    'BinaryExpressionAst' { "$($node.Operator)" -eq 'QuestionQuestion' }
                    'AssignmentStatementAst' { "$($node.Operator)" -eq 'QuestionQuestionEquals' }
                    { $_ -in 'MemberExpressionAst', 'InvokeMemberExpressionAst', 'IndexExpressionAst' } { $node.NullConditional }
                    'NamedBlockAst' { "$($node.BlockKind)" -eq 'Clean' }
                }
                if ($isNewer -contains $true) { "$($tree.Name):$($node.Extent.StartLineNumber): $($node.Extent.Text)" }
            }
        }
        $newer | Should -BeNullOrEmpty
    }
    It 'calls no alias, and Write-Host nowhere' {
        $aliases = (Get-Alias).Name
        $called = $trees.Nodes | Where-Object { $_ -is [System.Management.Automation.Language.CommandAst] } | ForEach-Object { $_.GetCommandName() }
        @($called).Count | Should -BeGreaterThan 50
        $called | Where-Object { $_ -eq 'Write-Host' -or $_ -in $aliases } | Should -BeNullOrEmpty
    }
}

Describe 'Import-SessionRevokerAlias' {
    AfterEach {
        Remove-Item Alias:Revoke-SPOUserSession -ErrorAction Ignore
        Remove-Item Function:\Revoke-SPOUserSession -ErrorAction Ignore
    }

    It 'gives the name, and its parameters, only when it is called' {
        Get-Command Revoke-SPOUserSession -ErrorAction Ignore | Should -BeNullOrEmpty
        Import-SessionRevokerAlias
        (Get-Command Revoke-SPOUserSession).ResolvedCommand.Name | Should -Be 'Revoke-UserSession'
        (Get-Command Revoke-SPOUserSession).Parameters.Keys | Should -Contain 'WhatIf'
        Import-SessionRevokerAlias -ErrorAction Stop
    }
    It 'does not shadow another command of that name, unless it is said' {
        function global:Revoke-SPOUserSession { 'theirs' }
        Import-SessionRevokerAlias -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        "$($failed[0])" | Should -BeLike 'This PowerShell has a command*'
        Revoke-SPOUserSession | Should -Be 'theirs'
        Import-SessionRevokerAlias -Force
        (Get-Command Revoke-SPOUserSession).CommandType | Should -Be 'Alias'
    }
}
