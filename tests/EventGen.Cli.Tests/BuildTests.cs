using System.Text.Json.Nodes;

namespace EventGen.Cli.Tests;

/// <summary>A project that references EventGen's sources and imports the build steps that the package brings.</summary>
public sealed class BuildTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eventgen-build-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Build_WithTheImport_WritesTheDocument()
    {
        await WriteProjectAsync("asyncapi.json");

        (await BuildAsync()).Succeeded();

        var written = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "asyncapi.json"), Cancellation))!;
        Assert.Equal(["order.placed.send"], written["operations"]!.AsObject().Select(static operation => operation.Key));

        // An empty document is not written without a word.
        string source = await File.ReadAllTextAsync(Path.Combine(_folder, "OrderPlaced.cs"), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folder, "OrderPlaced.cs"), source.Replace(", PublishTo(\"redis\")", "", StringComparison.Ordinal), Cancellation);
        var empty = (await Eventgen.RunAsync(["asyncapi", Path.Combine(_folder, "Desk.csproj"), .. s_properties])).Succeeded();
        Assert.Contains("The application sends no event, so that the document has no channel", empty.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_WhereTheCommandFails_SaysWhatTheCommandSays()
    {
        await WriteProjectAsync("missing/asyncapi.json");

        var build = await BuildAsync("--verbosity", "quiet");

        Assert.Equal(1, build.ExitCode);
        Assert.Matches("error : '.*asyncapi' ended with exit code 2 and did not write 'missing/asyncapi.json'. Could not find a part of the path", build.Output);
    }

    [Fact]
    public async Task Break_StopsTheBuild_AndNotTheCommand()
    {
        await WriteProjectAsync("");
        (await ContractsAsync("accept")).Succeeded();
        string source = await File.ReadAllTextAsync(Path.Combine(_folder, "OrderPlaced.cs"), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folder, "OrderPlaced.cs"), source.Replace("Guid OrderId", "int OrderId", StringComparison.Ordinal), Cancellation);

        var check = await ContractsAsync("check");
        Assert.Equal(1, check.ExitCode);
        Assert.StartsWith("order.placed: the part 'OrderId' was a text of the format 'uuid' and is a number (int32)", check.Lines[0]);
        Assert.EndsWith("1 change not accepted, which breaks. Undo a break, or raise the event's Version; as it is, 'eventgen contracts accept --breaking order.placed' takes it into the file.", check.Lines[1]);
        Assert.Equal(1, (await ContractsAsync("diff")).ExitCode);
        Eventgen.AssertFailed(await ContractsAsync("accept"), "accept the break with --breaking order.placed");

        // What the command has built is not taken for a build without a break.
        var build = await BuildAsync();
        Assert.Equal(1, build.ExitCode);
        Assert.Contains("error EVG6001", build.Output);

        (await ContractsAsync("accept", "--breaking", "order.placed")).Succeeded();
        Assert.Equal(0, (await ContractsAsync("check")).ExitCode);
        (await BuildAsync()).Succeeded();
    }

    private async Task WriteProjectAsync(string document)
    {
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "Desk.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <EventGenAsyncApi>{document}</EventGenAsyncApi>
                <EventGenCommand>"{ProgramRun.DotNet}" exec "{Eventgen.Program}"</EventGenCommand>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="{Repository.Root}/src/EventGen/EventGen.csproj" />
                <ProjectReference Include="{Repository.Root}/generators/EventGen.Generators/EventGen.Generators.csproj" OutputItemType="Analyzer" ReferenceOutputAssembly="false" />
              </ItemGroup>
              <Import Project="{Repository.Root}/src/EventGen/build/EventGen.targets" />
            </Project>
            """,
            Cancellation);
        await File.WriteAllTextAsync(
            Path.Combine(_folder, "OrderPlaced.cs"),
            """
            using System.Text.Json.Serialization;
            using EventGen;

            [Event("order.placed"), PublishTo("redis")]
            public sealed record OrderPlaced(Guid OrderId);

            [JsonSerializable(typeof(OrderPlaced))]
            internal sealed partial class DeskJson : JsonSerializerContext;
            """,
            Cancellation);
    }

    // With what was built beside these tests.
    private static readonly string[] s_properties =
        ["-p:BuildProjectReferences=false", "-p:RestoreRecursive=false", $"-p:Configuration={new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name}"];

    private Task<ProgramRun> BuildAsync(params string[] options) =>
        ProgramRun.OfAsync(ProgramRun.DotNet, ["build", "--tl:off", .. s_properties, .. options], _folder, cancellationToken: Cancellation);

    private Task<ProgramRun> ContractsAsync(string verb, params string[] options) =>
        Eventgen.RunAsync(["contracts", verb, Path.Combine(_folder, "Desk.csproj"), .. s_properties, .. options]);
}
