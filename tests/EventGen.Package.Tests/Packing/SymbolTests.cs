using System.Reflection.PortableExecutable;
using System.Text;

namespace EventGen.Package.Tests.Packing;

/// <summary>What a debugger and a stack trace need travels in each assembly.</summary>
public sealed class SymbolTests(PackedPackages packed)
{
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    public static TheoryData<string, string> Assemblies => new()
    {
        { "EventGen", "lib/net8.0/EventGen.dll" },
        { "EventGen", "lib/net10.0/EventGen.dll" },
        { "EventGen", "analyzers/dotnet/cs/EventGen.Generators.dll" },
        { "EventGen.Hosting", "lib/net8.0/EventGen.Hosting.dll" },
        { "EventGen.Hosting", "lib/net10.0/EventGen.Hosting.dll" },
        { "EventGen.AspNetCore", "lib/net8.0/EventGen.AspNetCore.dll" },
        { "EventGen.EntityFrameworkCore", "lib/net8.0/EventGen.EntityFrameworkCore.dll" },
        { "EventGen.Testing", "lib/net10.0/EventGen.Testing.dll" },
        { "EventGen.Kafka", "lib/net8.0/EventGen.Kafka.dll" },
        { "EventGen.Nats", "lib/net8.0/EventGen.Nats.dll" },
        { "EventGen.Outbox", "lib/net8.0/EventGen.Outbox.dll" },
        { "EventGen.Outbox.PostgreSql", "lib/net10.0/EventGen.Outbox.PostgreSql.dll" },
        { "EventGen.Outbox.Sqlite", "lib/net8.0/EventGen.Outbox.Sqlite.dll" },
        { "EventGen.RabbitMQ", "lib/net8.0/EventGen.RabbitMQ.dll" },
        { "EventGen.Redis", "lib/net8.0/EventGen.Redis.dll" },
        { "EventGen.Redis", "lib/net10.0/EventGen.Redis.dll" },
    };

    [Theory]
    [MemberData(nameof(Assemblies))]
    public async Task Assembly_LeadsToItsSourcesAtTheCommit(string id, string path)
    {
        var package = await packed.OpenAsync(id);
        using var assembly = new PEReader(new MemoryStream(package.Files[path]));
        var embedded = Assert.Single(assembly.ReadDebugDirectory(), static entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var provider = assembly.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
        var symbols = provider.GetMetadataReader();

        string sourceLink = Encoding.UTF8.GetString(symbols.GetBlobBytes(symbols.CustomDebugInformation
            .Select(symbols.GetCustomDebugInformation).Single(information => symbols.GetGuid(information.Kind) == s_sourceLink).Value));
        Assert.Contains($"https://raw.githubusercontent.com/eventgen/eventgen/{await packed.CommitAsync()}/*", sourceLink);

        string[] documents = [.. symbols.Documents.Select(handle => symbols.GetString(symbols.GetDocument(handle).Name))];
        Assert.NotEmpty(documents);
        Assert.All(documents, static document => Assert.StartsWith("/_/", document));
    }
}
