#!/usr/bin/env bash
# Packs, and uses the packages as others would, in a clean folder that knows no other source of packages: the tool is installed and tags a sentence;
# a console project with the library and the models builds, is published, and tags the same sentence.
#
#   scripts/test-packages.sh            exit code 0: all of it works; otherwise the last line says what did not
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "test-packages: $*" >&2; exit 1; }
quietly() { "$@" > "$work/log" 2>&1 || { cat "$work/log" >&2; fail "failed: $*"; }; }

version=$(sed -n 's|.*<Version>\(.*\)</Version>.*|\1|p' Directory.Build.props)
commit=$(git rev-parse HEAD 2> /dev/null || echo unknown)
sentence='Asha Mwinyi aliwasili Tanga jana jioni.'

# The projects that make a package, without the tests and benchmarks that dotnet pack would build too.
for project in $(grep -l '<IsPackable>true' src/*/*.csproj packaging/*/*.csproj); do
    quietly dotnet pack "$project" -c Release -o "$work/feed"
done
for package in "maner.$version.nupkg" "Maner.Library.$version.nupkg" "Maner.Library.$version.snupkg" "Maner.Models.$version.nupkg"; do
    [ -f "$work/feed/$package" ] || fail "expected $package, found: $(ls "$work/feed")"
done
[ "$(find "$work/feed" -type f | wc -l)" -eq 4 ] || fail "expected four packages, found: $(ls "$work/feed")"

# Packages of the same version that were installed before must not be found instead of these.
export NUGET_PACKAGES="$work/packages"
mkdir "$work/clean"
cd "$work/clean"
cat > nuget.config <<'XML'
<configuration><packageSources><clear /><add key="packed" value="../feed" /></packageSources></configuration>
XML

quietly dotnet tool install --tool-path "$work/tools" --add-source "$work/feed" --version "$version" maner
found=$("$work/tools/maner" --version)
[ "$found" = "maner $version, commit $commit" ] || fail "maner --version: expected 'maner $version, commit $commit', found '$found'"
"$work/tools/maner" predict --model mini-ner <<< "$sentence" > tags.txt || fail "maner predict ended with $?"
head -n 2 tags.txt | diff - <(printf 'Asha\tB-PER\nMwinyi\tI-PER\n') || fail "maner predict: expected the person to be found; the differences are above"

cat > Try.csproj <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net10.0</TargetFramework>
    <ImplicitUsings>enable</ImplicitUsings>
    <Nullable>enable</Nullable>
    <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
  </PropertyGroup>
  <ItemGroup>
    <PackageReference Include="Maner.Library" Version="$version" />
    <PackageReference Include="Maner.Models" Version="$version" />
  </ItemGroup>
</Project>
XML
cat > Program.cs <<'CS'
using Maner;

using NerModel model = NerModel.Load("mini-ner");
foreach (Entity entity in model.Tag(args[0]).Entities)
{
    Console.WriteLine($"{entity.Text} {entity.Type}");
}
CS
quietly dotnet publish -c Release -o app
found=$(dotnet app/Try.dll "$sentence") || fail "the console project ended with $?"
[ "$found" = $'Asha Mwinyi PER\nTanga LOC' ] || fail "the console project: expected 'Asha Mwinyi PER' and 'Tanga LOC', found '$found'"
[ -f bin/Release/net10.0/models/mini/model.safetensors ] || fail "the models are not next to the console project's output before it is published"

echo "packages: maner, Maner.Library and Maner.Models $version install, build and tag"
