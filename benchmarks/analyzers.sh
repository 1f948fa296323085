#!/usr/bin/env bash
# What EventGen's analyzers and generator cost a build: writes a project with 1,000 events and 2,000 handlers, builds it with
# ReportAnalyzer, and fails when the analyzers take 5% of the build or more.
# Arguments: events (1000), handlers an event (2), compiler threads: "one" (the default) or "all".
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
events=${1:-1000} handlers=${2:-2} threads=${3:-one} limit=5
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

cp "$root/global.json" "$root/nuget.config" "$work"
cat > "$work/Shop.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <OutputType>Exe</OutputType>
    <Nullable>enable</Nullable>
    <ImplicitUsings>enable</ImplicitUsings>
  </PropertyGroup>
  <ItemGroup>
    <ProjectReference Include="$root/src/EventGen/EventGen.csproj" />
    <ProjectReference Include="$root/generators/EventGen.Generators/EventGen.Generators.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" />
  </ItemGroup>
</Project>
PROJECT

# Each kind of handler in turn, and one emit in four handlers, so that every rule has something to look at.
write_event() {
    local n=$1 h
    echo "namespace Shop.Area$((n / 20));"
    echo "[EventGen.Event] public sealed record Happened$n(Guid Id, string Text, IReadOnlyList<int> Numbers, decimal? Price = null);"
    for ((h = 0; h < handlers; h++)); do
        case $(((n + h) % 4)) in
            0) echo "public static class H${n}x$h { [EventGen.Subscribe] public static void On(Happened$n e) => Program.Note(e.Text); }" ;;
            1) echo "public sealed class H${n}x$h { [EventGen.Subscribe] public async Task OnAsync(Happened$n e, CancellationToken ct) { await Task.Delay(1, ct); Program.Note(e.Text); } }" ;;
            2) echo "public sealed class H${n}x$h(Clock clock) { [EventGen.Subscribe(Order = $h)] public ValueTask OnAsync(Happened$n e, EventGen.EventContext c) { Program.Note(e.Text + clock.Now + c.Id); return default; } }" ;;
            3) echo "public static class H${n}x$h { [EventGen.Subscribe] public static void On(Happened$n e, Clock clock) { if (e.Price > 0) Events.Happened$((n > 0 ? n - 1 : 0)).Emit(e.Id, e.Text + clock.Now, e.Numbers); } }" ;;
        esac
    done
}
for ((i = 0; i < events; i++)); do write_event "$i" > "$work/Happened$i.cs"; done
cat > "$work/Program.cs" <<'PROGRAM'
namespace Shop;
public sealed class Clock { public DateTime Now => DateTime.UtcNow; }
public static class Program
{
    public static void Note(string text) => Console.WriteLine(text);
    public static void Main() => EventGen.EventBus.Create(static bus => bus.UseServices(null!));
}
PROGRAM

# With one thread the analyzers' time is a part of the time that the build takes. With all it is a sum over threads that run at
# once, and counts where one waits for another, so that the share is the most it can be.
options="$work/options.rsp"
if [ "$threads" = one ]; then echo "-parallel-" > "$options"; else echo "-parallel+" > "$options"; fi

# References first, so that the build that is measured is the project's alone; no server, so that none is warm.
dotnet build "$work/Shop.csproj" -c Release -v q --tl:off -nodeReuse:false -p:UseSharedCompilation=false -p:RunAnalyzers=false
rm -rf "$work"/obj/Release "$work"/bin
started=$(date +%s.%N)
dotnet build "$work/Shop.csproj" -c Release -v d --tl:off -nodeReuse:false --no-restore --no-dependencies \
    -p:UseSharedCompilation=false -p:ReportAnalyzer=true -p:CompilerResponseFile="$options" > "$work/log"
elapsed=$(awk -v from="$started" -v to="$(date +%s.%N)" 'BEGIN { print to - from }')

grep -E 'Total (analyzer|generator) execution time|^ +[<0-9.]+ +[<0-9]+ +EventGen\.Generators' "$work/log" || true
awk -v elapsed="$elapsed" -v limit="$limit" '
    /Total generator execution time/ { generators = 1 }
    /EventGen\.Generators, Version/ { gsub("<", "", $1); if (generators) generator = $1; else analyzers = $1; }
    END {
        if (analyzers == "") { print "The build reported no analyzer of EventGen."; exit 1 }
        share = 100 * analyzers / elapsed
        printf "build %.1f s, analyzers %.2f s (%.1f%%), generator %.2f s\n", elapsed, analyzers, share, generator
        exit share >= limit
    }' "$work/log"
