# Builds the image and pushes it: build_push_docker.ps1 -Tag TAG -DockerUsername USER
param(
    [Parameter(Mandatory = $true)][string]$Tag,
    [Parameter(Mandatory = $true)][string]$DockerUsername
)
$ErrorActionPreference = 'Stop'
$image = "$DockerUsername/sentryal:$Tag"
Push-Location $PSScriptRoot
try {
    docker build --platform linux/amd64 -t $image .
    if ($LASTEXITCODE -ne 0) { throw "docker build failed with $LASTEXITCODE" }
    docker push $image
    if ($LASTEXITCODE -ne 0) { throw "docker push failed with $LASTEXITCODE" }
    Write-Output "pushed $image"
}
finally {
    Pop-Location
}
