using System.Net;
using System.Net.Sockets;
using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Pages;

/// <summary>Who follows a first page to the letter, with any name for the project, sees what the page shows.</summary>
public sealed class PageTests(PackedPackages packed)
{
    public static TheoryData<string> Pages =>
        [
            "README.md",
            .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/docs/tutorials"), "*.md").Select(static file => $"src/docs/tutorials/{Path.GetFileName(file)}").Order(StringComparer.Ordinal),
            .. ShippedProject.Libraries.Select(static name => $"src/{name}/PACKAGE.md"),
        ];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_FollowedToTheLetter_ShowsWhatItSays(string path)
    {
        var page = Page.Parse(MarkdownDocument.Load(path));
        Assert.Contains(page.Steps, static step => step.Action is PageAction.Paste);
        Assert.Contains(page.Steps, static step => step.Action is PageAction.Run);
        Assert.NotEqual(PageReader.ProjectName, page.ProjectName);

        await using var redis = await RedisOfAsync(page);
        await using var postgreSql = await PostgreSqlOfAsync(page);
        await using var rabbitMQ = await RabbitMQOfAsync(page);
        await using var nats = await NatsOfAsync(page);
        using var kafka = KafkaOf(page);
        using var folder = new TemporaryFolder();
        await packed.WriteSourcesAsync(folder.Path);
        await using var reader = new PageReader(page, folder.Path, await packed.SourcesAsync(), packed.Environment, Places(redis, postgreSql, rabbitMQ, nats, kafka));

        await reader.FollowAsync();
    }

    [Theory]
    [InlineData("```csharp run\nint x;\n```")]
    [InlineData("Some words.\n\n```csharp run\nint x;\n```")]
    [InlineData("In `Program.cs`:\n\nMore words.\n\n```csharp run\nint x;\n```")]
    [InlineData("In `Program.cs` or `Other.cs`:\n\n```csharp run\nint x;\n```")]
    [InlineData("In `Program.cs`:\n\n```text run\nx\n```\n\n```csharp run\nint x;\n```")]
    [InlineData("In `Program.cs`:\n\n```csharp compile\nint x;\n```")]
    [InlineData("In `Program.cs`:\n\n```python run\nint x;\n```")]
    public void Parse_OfABlockThatAReaderCannotFollow_Throws(string text) =>
        Assert.StartsWith("page.md:", Assert.Throws<FormatException>(() => Page.Parse(MarkdownDocument.Parse("page.md", text))).Message);

    [Fact]
    public void Parse_OfAPage_SaysWhatToDo()
    {
        const string Text =
            """
            ```bash run
            dotnet new console -n Shop
            ```

            Some words. Into `Program.cs`,
            by `Events.X`:

            ```csharp compile run (string[] args)
            int x;
            ```

            ```csharp nocompile because it is cut short
            ...
            ```
            ```bash serve
            dotnet run
            ```
            ```text serve
            seen
            ```
            """;

        var page = Page.Parse(MarkdownDocument.Parse("page.md", Text));

        Assert.Equal("Shop", page.ProjectName);
        Assert.Equal(
            [
                new("page.md:2", PageAction.Run, "", "dotnet new console -n Shop\n"),
                new("page.md:9", PageAction.Paste, "Program.cs", "int x;\n"),
                new("page.md:16", PageAction.Serve, "", "dotnet run\n"),
                new("page.md:19", PageAction.Watch, "", "seen\n"),
            ],
            page.Steps);
    }

    private static async Task<RedisServer?> RedisOfAsync(Page page)
    {
        if (!Mentions(page, "localhost:6379")) return null;
        RedisServer.Require();
        return await RedisServer.StartAsync();
    }

    private static async Task<PostgreSqlServer?> PostgreSqlOfAsync(Page page)
    {
        if (!Mentions(page, "localhost:5432")) return null;
        PostgreSqlServer.Require();
        return await PostgreSqlServer.StartAsync("fsync=off");
    }

    private static async Task<RabbitMqServer?> RabbitMQOfAsync(Page page)
    {
        if (!Mentions(page, "localhost:5672")) return null;
        RabbitMqServer.Require();
        return await RabbitMqServer.StartNewAsync();
    }

    private static async Task<NatsServer?> NatsOfAsync(Page page)
    {
        if (!Mentions(page, "localhost:4222")) return null;
        NatsServer.Require();
        return await NatsServer.StartNewAsync();
    }

    private static KafkaMockCluster? KafkaOf(Page page)
    {
        if (!Mentions(page, "localhost:9092")) return null;
        var kafka = KafkaMockCluster.Start();

        // A mock cluster has nobody create topics.
        kafka.CreateTopic("shop-events");
        return kafka;
    }

    private static bool Mentions(Page page, string address) => page.Steps.Any(step => step.Text.Contains(address, StringComparison.Ordinal));

    private static Dictionary<string, string> Places(RedisServer? redis, PostgreSqlServer? postgreSql, RabbitMqServer? rabbitMQ, NatsServer? nats, KafkaMockCluster? kafka)
    {
        var places = new Dictionary<string, string> { ["localhost:5080"] = $"localhost:{FreePort()}" };
        if (redis is not null) places.Add("localhost:6379", $"127.0.0.1:{redis.Port}");
        if (postgreSql is not null) places.Add("Host=localhost:5432;Username=postgres;Password=postgres", postgreSql.ConnectionString());
        if (rabbitMQ is not null) places.Add("amqp://guest:guest@localhost:5672/", rabbitMQ.Address);
        if (nats is not null) places.Add("localhost:4222", $"127.0.0.1:{nats.Port}");
        if (kafka is not null) places.Add("localhost:9092", kafka.Servers);
        return places;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
