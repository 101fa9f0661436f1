@{
    RootModule           = 'SessionRevoker.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '5f0c9e53-5f1b-4f0e-9d6a-6f4b0b7e2c19'
    Author               = 'The session-revoker authors'
    CompanyName          = 'The session-revoker authors'
    Copyright            = '(c) The session-revoker authors. MIT License.'
    Description          = 'Signs compromised Microsoft 365 users out of every device through the HTTP API of session-revoker: with the parameters of Revoke-SPOUserSession, previews, approvals and outcomes.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    FormatsToProcess     = @('SessionRevoker.Format.ps1xml')
    FunctionsToExport    = @(
        'Approve-RevocationApproval'
        'Connect-SessionRevoker'
        'Deny-RevocationApproval'
        'Disconnect-SessionRevoker'
        'Get-RevocationApproval'
        'Get-SessionRevokerStatus'
        'Get-UserContainment'
        'Get-UserSessionRevocation'
        'Import-SessionRevokerAlias'
        'Restore-UserAccess'
        'Resume-UserSessionRevocation'
        'Revoke-UserSession'
        'Stop-UserSessionRevocation'
        'Undo-RevocationApproval'
    )
    CmdletsToExport      = @()
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('Microsoft365', 'EntraID', 'SharePoint', 'IncidentResponse', 'SessionRevocation')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
