using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Packing;

/// <summary>The code that a package brings, besides the assembly as it was built.</summary>
public sealed class CompiledAheadTests(PackedPackages packed)
{
    // What a compiled assembly says of its system is the number of its processor, combined with one for the system.
    private const int Linux = 0x7B79, MacOS = 0x4644, Windows = 0;

    public static TheoryData<string, Machine, int> Runtimes => new()
    {
        { "linux-x64", Machine.Amd64, Linux },
        { "linux-arm64", Machine.Arm64, Linux },
        { "win-x64", Machine.Amd64, Windows },
        { "osx-arm64", Machine.Arm64, MacOS },
    };

    [Theory]
    [MemberData(nameof(Runtimes))]
    public async Task Assembly_OfASystem_IsThatOfLib_CompiledForThatSystem(string runtime, Machine processor, int system)
    {
        var package = await packed.OpenAsync("EventGen");
        using var built = Open(package, "lib/net10.0/EventGen.dll");
        using var compiled = Open(package, $"runtimes/{runtime}/lib/net10.0/EventGen.dll");

        Assert.Equal(0, built.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
        Assert.NotEqual(0, compiled.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size);
        Assert.Equal((Machine)((int)processor ^ system), compiled.PEHeaders.CoffHeader.Machine);
        Assert.Equal(Identity(built), Identity(compiled));
        Assert.Contains(compiled.ReadDebugDirectory(), static entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
    }

    // Nothing but packing has the compiler restored.
    [Fact]
    public async Task Pack_WithoutTheCompiler_SaysHowToHaveIt()
    {
        string[] command = ["msbuild", Path.Combine("src", "EventGen"), "-target:CompileAhead", "-p:TargetFramework=net10.0", "-p:BuildProjectReferences=false", "-nodeReuse:false"];

        var run = await ProgramRun.OfAsync(ProgramRun.DotNet, command, await packed.SourcesAsync(), packed.Environment, TestContext.Current.CancellationToken);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("pass -p:EventGenCompiledAhead=false", run.Output, StringComparison.Ordinal);
    }

    private static PEReader Open(NuGetPackage package, string path) => new(new MemoryStream(package.Files[path]));

    private static Guid Identity(PEReader assembly)
    {
        var metadata = assembly.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }
}
