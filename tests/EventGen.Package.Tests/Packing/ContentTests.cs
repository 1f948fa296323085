using System.Text;
using System.Xml.Linq;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Packing;

public sealed class ContentTests(PackedPackages packed)
{
    private static readonly string[] s_frameworks = ["net10.0", "net8.0"];

    public static TheoryData<string> Packages => [.. ShippedProject.Names];

    public static TheoryData<string> Libraries => [.. ShippedProject.Libraries];

    [Fact]
    public void Packages_AreTheLibrariesAndNothingElse()
    {
        var defaults = XElement.Load(Path.Combine(Repository.Root, "Directory.Build.props"));

        Assert.Equal("false", Assert.Single(defaults.Descendants("IsPackable")).Value);
        Assert.Subset(ShippedProject.Names.ToHashSet(), new HashSet<string> { "EventGen", "EventGen.Hosting", "EventGen.Redis" });
        Assert.All(ShippedProject.Names, static name => Assert.True(File.Exists(Path.Combine(Repository.Root, "src", name, $"{name}.csproj"))));
    }

    [Fact]
    public async Task EventGen_HoldsTheRuntimeAndWhatTheCompilerLoads()
    {
        var package = await packed.OpenAsync("EventGen");
        var compilerParts = Directory.EnumerateFiles(Path.Combine(Repository.Root, "generators"), "*.csproj", SearchOption.AllDirectories)
            .Select(static project => $"analyzers/dotnet/cs/{Path.GetFileNameWithoutExtension(project)}.dll");

        var compiledAhead = CompiledAheadTests.Runtimes.Select(static row => $"runtimes/{row.Data.Item1}/lib/net10.0/EventGen.dll");

        Assert.Equal(compilerParts.Append("buildTransitive/EventGen.targets").Concat(compiledAhead).Concat(Library("EventGen")).Order(StringComparer.Ordinal), package.Content);
    }

    [Theory]
    [InlineData("EventGen.AspNetCore")]
    [InlineData("EventGen.Dashboard")]
    [InlineData("EventGen.EntityFrameworkCore")]
    [InlineData("EventGen.Hosting")]
    [InlineData("EventGen.Nats")]
    [InlineData("EventGen.Outbox")]
    [InlineData("EventGen.Outbox.PostgreSql")]
    [InlineData("EventGen.Outbox.Sqlite")]
    [InlineData("EventGen.RabbitMQ")]
    [InlineData("EventGen.Testing")]
    public async Task OtherPackage_HoldsItsLibrary(string id) =>
        Assert.Equal(Library(id).Order(StringComparer.Ordinal), (await packed.OpenAsync(id)).Content);

    [Fact]
    public async Task Kafka_HoldsItsLibrary_AndHasTheClientKept() =>
        Assert.Equal(
            Library("EventGen.Kafka").Append("buildTransitive/EventGen.Kafka.targets").Order(StringComparer.Ordinal), (await packed.OpenAsync("EventGen.Kafka")).Content);

    [Fact]
    public async Task Redis_HoldsItsLibrary() =>
        Assert.Equal(Library("EventGen.Redis").Order(StringComparer.Ordinal), (await packed.OpenAsync("EventGen.Redis")).Content);

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task Package_SaysWhatItIs(string id)
    {
        var package = await packed.OpenAsync(id);

        Assert.Equal("MIT", package.Says("license"));
        Assert.Equal("expression", (string?)package.Element("license")!.Attribute("type"));
        Assert.Equal("README.md", package.Says("readme"));
        Assert.StartsWith($"# {id}\n", Encoding.UTF8.GetString(package.Files["README.md"]).ReplaceLineEndings("\n"));
        Assert.NotEqual("Package Description", package.Says("description"));
        Assert.Contains("source-generator", package.Says("tags"));
        Assert.Equal(SourceTree.RemoteUrl, (string?)package.Element("repository")!.Attribute("url"));
        Assert.Equal(await packed.CommitAsync(), (string?)package.Element("repository")!.Attribute("commit"));
        Assert.Equal("icon.png", package.Says("icon"));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task Documentation_IsThatOfTheLibrary(string id)
    {
        var package = await packed.OpenAsync(id);

        Assert.All(s_frameworks, framework =>
        {
            var documentation = XElement.Load(new MemoryStream(package.Files[$"lib/{framework}/{id}.xml"]));
            Assert.Equal(id, documentation.Element("assembly")!.Element("name")!.Value);
            Assert.NotEmpty(documentation.Descendants("member"));
        });
    }

    [Fact]
    public async Task EventGen_DependsOnAbstractionsAlone()
    {
        var package = await packed.OpenAsync("EventGen");

        string[] abstractions = ["Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions"];
        Assert.Equal(abstractions, Ids("net10.0"));
        Assert.Equal([.. abstractions, "System.Diagnostics.DiagnosticSource"], Ids("net8.0"));

        IEnumerable<string> Ids(string framework) => package.Dependencies(framework).Select(static dependency => (string)dependency.Attribute("id")!).Order();
    }

    // An application keeps the versions it has: a package asks for the lowest that works.
    [Theory]
    [MemberData(nameof(Libraries))]
    public async Task Package_AsksForTheLowestVersions(string id)
    {
        var package = await packed.OpenAsync(id);
        // Redis' client asks for 10.0.13 on both, Entity Framework for its own version.
        var (onNet8, onNet10) = id switch
        {
            "EventGen.Redis" => ("10.0.13", "10.0.13"),
            "EventGen.EntityFrameworkCore" => ("9.0.0", "10.0.0"),
            _ => ("8.0.", "10.0.0"),
        };

        Assert.All(Versions("net8.0"), version => Assert.StartsWith(onNet8, version));
        Assert.All(Versions("net10.0"), version => Assert.Equal(onNet10, version));

        IEnumerable<string> Versions(string framework) =>
            from dependency in package.Dependencies(framework)
            where ((string?)dependency.Attribute("id"))!.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal)
            select (string)dependency.Attribute("version")!;
    }

    [Theory]
    [InlineData("EventGen.Outbox.Sqlite", "Microsoft.Data.Sqlite.Core", "8.0.30", "10.0.0")]
    [InlineData("EventGen.Outbox.PostgreSql", "Npgsql", "8.0.3", "10.0.0")]
    [InlineData("EventGen.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Relational", "9.0.0", "10.0.0")]
    public async Task Package_AsksForTheLowestVersionOfItsClient(string id, string client, string onNet8, string onNet10)
    {
        var package = await packed.OpenAsync(id);

        Assert.Equal((onNet8, onNet10), (Version("net8.0"), Version("net10.0")));

        string Version(string framework) => (string)package.Dependencies(framework).Single(dependency => (string?)dependency.Attribute("id") == client).Attribute("version")!;
    }

    [Theory]
    [InlineData("EventGen.Hosting", "EventGen")]
    [InlineData("EventGen.Testing", "EventGen")]
    [InlineData("EventGen.AspNetCore", "EventGen.Hosting")]
    [InlineData("EventGen.Dashboard", "EventGen.AspNetCore")]
    [InlineData("EventGen.EntityFrameworkCore", "EventGen")]
    [InlineData("EventGen.Kafka", "EventGen")]
    [InlineData("EventGen.Kafka", "EventGen.Hosting")]
    [InlineData("EventGen.Nats", "EventGen")]
    [InlineData("EventGen.Nats", "EventGen.Hosting")]
    [InlineData("EventGen.Outbox", "EventGen")]
    [InlineData("EventGen.Outbox.PostgreSql", "EventGen.Outbox")]
    [InlineData("EventGen.Outbox.Sqlite", "EventGen.Outbox")]
    [InlineData("EventGen.RabbitMQ", "EventGen")]
    [InlineData("EventGen.RabbitMQ", "EventGen.Hosting")]
    public async Task OtherPackage_HandsOnTheGeneratorOfEventGen(string id, string from)
    {
        var package = await packed.OpenAsync(id);

        Assert.All(s_frameworks, framework =>
        {
            var dependency = Assert.Single(package.Dependencies(framework), dependency => (string?)dependency.Attribute("id") == from);
            Assert.Equal(package.Version, (string?)dependency.Attribute("version"));
            Assert.Equal("All", (string?)dependency.Attribute("include"));
            Assert.Null(dependency.Attribute("exclude"));
        });
    }

    private static IEnumerable<string> Library(string id) =>
        [$"{id}.nuspec", "README.md", "icon.png", .. s_frameworks.SelectMany(framework => (string[])[$"lib/{framework}/{id}.dll", $"lib/{framework}/{id}.xml"])];
}
