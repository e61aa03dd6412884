#!/usr/bin/env bash
# Makes everything that a release consists of: one archive for each kind of machine, which needs no .NET, the NuGet packages, and SHA256SUMS.
# From the same commit, with the same SDK, it makes the same bytes again.
#
#   scripts/release.sh                             all kinds, into artifacts/release
#   scripts/release.sh FOLDER linux-x64 win-x64    these kinds, into FOLDER, which must be empty or absent
#
# Needs git, GNU tar, sha256sum, and zip for Windows. Exit code 0: all made, and the archive for this machine runs.
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 TZ=UTC LC_ALL=C
fail() { echo "release: $*" >&2; exit 1; }

out=$(realpath -m "${1:-artifacts/release}")
shift || true
kinds=("$@")
[ ${#kinds[@]} -gt 0 ] || kinds=(linux-x64 linux-arm64 win-x64 osx-arm64)
[ -z "$(ls -A "$out" 2> /dev/null)" ] || fail "$out is not empty: remove it, or name another folder"
[ -z "$(git status --porcelain)" ] || fail "the working tree differs from the commit that the release would name: commit or stash first"

version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
commit=$(git rev-parse HEAD)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct) # every file's time, in packages too
export SOURCE_DATE_EPOCH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

dotnet pack Maner.slnx -c Release -p:ContinuousIntegrationBuild=true -o "$out"
for kind in "${kinds[@]}"; do
    name="maner-$version-$kind"
    folder="$work/$name"
    dotnet publish src/Maner.Cli -c Release -r "$kind" --self-contained -p:ContinuousIntegrationBuild=true -o "$folder"
    cp LICENSE NOTICE THIRD-PARTY-NOTICES.txt src/Maner.Cli/README.md "$folder"

    # The runtime is in the archive: so are its licence and notices.
    runtime=$(dotnet msbuild src/Maner.Cli -p:RuntimeIdentifier="$kind" -getProperty:BundledNETCoreAppPackageVersion)
    packages=$(dotnet nuget locals global-packages --list | sed 's/^global-packages: //')
    mkdir -p "$folder/dotnet-licences/aspnetcore"
    cp "${packages%/}/microsoft.netcore.app.runtime.$kind/$runtime/"{LICENSE.TXT,THIRD-PARTY-NOTICES.TXT} "$folder/dotnet-licences"
    cp "${packages%/}/microsoft.aspnetcore.app.runtime.$kind/$runtime/"{LICENSE.txt,THIRD-PARTY-NOTICES.TXT} "$folder/dotnet-licences/aspnetcore"

    find "$work/$name" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
    case $kind in
        win-*) (cd "$work" && find "$name" -type f | sort | zip -q -X -@ "$out/$name.zip") ;;
        *) tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mode=a+rX,u+w,go-w --format=ustar -cf - "$name" | gzip -n -9 > "$out/$name.tar.gz" ;;
    esac
done
(cd "$out" && sha256sum -- * > "$work/SHA256SUMS" && mv "$work/SHA256SUMS" .)

# The archive of this machine's own kind must run from a clean folder, without an installed .NET.
here=$(dotnet --info | sed -n 's/^ *RID: *//p')
if [ -f "$out/maner-$version-$here.tar.gz" ]; then
    mkdir "$work/clean"
    tar -C "$work/clean" -xzf "$out/maner-$version-$here.tar.gz"
    found=$(env -i "$work/clean/maner-$version-$here/maner" --version)
    [ "$found" = "maner $version, commit $commit" ] || fail "expected 'maner $version, commit $commit' from the archive for $here, found '$found'"
    env -i "$work/clean/maner-$version-$here/maner" predict --model mini-ner <<< 'Asha Mwinyi aliwasili Tanga jana jioni.' | grep -q 'B-PER' || fail "the archive for $here does not tag"
    echo "the archive for $here runs"
else
    echo "no archive is for this machine ($here): none was run"
fi
cat "$out/SHA256SUMS"
