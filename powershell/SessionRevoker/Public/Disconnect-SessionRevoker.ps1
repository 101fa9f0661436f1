function Disconnect-SessionRevoker {
    <#
    .SYNOPSIS
    Forgets the connection and its access token.

    .EXAMPLE
    Disconnect-SessionRevoker

    .LINK
    Connect-SessionRevoker
    #>
    [CmdletBinding()]
    param()

    Close-Connection
}
