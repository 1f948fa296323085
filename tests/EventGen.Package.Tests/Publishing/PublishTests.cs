using EventGen.Package.Tests.Packing;
using EventGen.TestKit;

namespace EventGen.Package.Tests.Publishing;

/// <summary>
/// Published without what nobody calls, the smoke application does all it does otherwise. Warnings of the trimmer and the native
/// compiler are errors there, each by itself.
/// </summary>
public sealed class PublishTests(PackedPackages packed)
{
    private static readonly string[] s_expectedOfDurable =
    [
        "nothing lost: 1 entered",
        "after a restart: 2 entered, the last is invoice 2 of c-1",
    ];

    private static readonly string[] s_expected =
    [
        "label 1 is label 1 of the printer",
        "label 1 of label.printed is fed, for nobody",
        "label 12 is label 1 of the printer",
        "EventGen.AotSmoke.Labels.Shredder.Jam failed: jammed",
        "label 13 is label 2 of the printer",
        "label 13 says fragile",
        "label 12 of label.printed is fed, for u-1",
        "label 13 of label.printed is fed, for u-1",
        "all is done, of invoice.sent and label.printed and parcel.delivered and parcel.shipped",
        "field Customer: String, required",
        "field Number: Int32, required",
        "field Weight: Decimal, required",
        "field Due: Nullable`1, optional",
        "health: Healthy",
        "c-0 got 3 6 9",
        "c-1 got 1 4 7",
        "c-2 got 2 5 8",
        "9 arrived at 1 depot, 2250 g, 18 routes closed, 9 archived",
        "{\"customer\":\"c-1\",\"number\":1,\"weight\":0.25,\"due\":null} from smoke",
        .. s_expectedOfDurable,
    ];

    private static readonly string[] s_expectedOfDashboard =
    [
        "emitted over HTTP: 202",
        "status: status",
        "events: items",
        "events/parcel.shipped: event",
        "graph: nodes",
        "dead-letters: items",
        "outbox: status",
        "asyncapi.json: asyncapi",
        "openapi.json: openapi",
        "the page is there",
    ];

    [Fact]
    public async Task NativeAot_OfNet10_RunsWithoutAManagedAssembly()
    {
        NativeToolchain.Require();

        using var app = await SmokeApp.PublishAsync("net10.0");

        Assert.DoesNotMatch(@"\bIL\d{4}\b", app.Log);
        Assert.DoesNotContain(app.Files.Keys, static name => name.EndsWith(".dll", StringComparison.Ordinal));
        Assert.Equal(s_expected, (await app.RunAsync()).Lines);

        // The same program, so that there is nothing more to publish.
        Assert.Equal(s_expectedOfDashboard, (await app.RunAsync("dashboard")).Lines);
        Assert.Equal(["over Kafka: parcel 1 of c-1"], (await RunWithKafkaAsync(app)).Lines);
        PostgreSqlServer.Require();
        await using var server = await PostgreSqlServer.StartAsync("fsync=off");
        Assert.Equal(s_expectedOfDurable, (await app.RunAsync(server.ConnectionString())).Lines);

        RabbitMqServer.Require();
        await using var rabbitMQ = await RabbitMqServer.StartNewAsync();
        Assert.Equal(["over RabbitMQ: parcel 1 of c-1"], (await app.RunAsync("rabbitmq", rabbitMQ.Address)).Lines);

        NatsServer.Require();
        await using var nats = await NatsServer.StartNewAsync();
        Assert.Equal(["over NATS: parcel 1 of c-1"], (await app.RunAsync("nats", nats.Address)).Lines);
    }

    [Fact]
    public async Task Trimmed_OfNet8_RunsOnItsOwnRuntime()
    {
        using var app = await SmokeApp.PublishAsync("net8.0");

        Assert.DoesNotMatch(@"\bIL\d{4}\b", app.Log);
        Assert.Contains("System.Private.CoreLib.dll", app.Files);
        Assert.DoesNotContain("System.Private.Xml.dll", app.Files);   // in every runtime, called by nobody here
        Assert.Equal(s_expected, (await app.RunAsync()).Lines);

        Assert.Equal(["over Kafka: parcel 1 of c-1"], (await RunWithKafkaAsync(app)).Lines);

        // Trimmed, the application has not kept what the command reads; as it was built, it has.
        var trimmed = await packed.RunToolAsync("list", app.Files["EventGen.AotSmoke.dll"].FullName);
        Assert.Equal(2, trimmed.ExitCode);
        Assert.Contains("<EventGenKeepContracts>true</EventGenKeepContracts>", Assert.Single(trimmed.Errors.Trim().Split('\n')));
        var built = (await packed.RunToolAsync("list", BuiltForNet8)).Succeeded();
        Assert.Contains(built.Lines, static line => line.StartsWith("parcel.shipped", StringComparison.Ordinal));
    }

    // Kafka's client calls a native library, and finds its calls by name.
    private static async Task<ProgramRun> RunWithKafkaAsync(SmokeApp app)
    {
        using var kafka = KafkaMockCluster.Start();
        kafka.CreateTopic("smoke");
        return await app.RunAsync("kafka", kafka.Servers);
    }

    // The publish has built it.
    private static string BuiltForNet8 => Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests", "EventGen.AotSmoke", "bin", "Release", "net8.0"), "EventGen.AotSmoke.dll", SearchOption.AllDirectories)
        .First(static path => !path.Contains("publish", StringComparison.Ordinal));
}
