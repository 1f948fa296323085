using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace EventGen.Cli.Tests;

[Event("parcel.stored"), Durable]
public sealed record StoredParcel(int Number)
{
    [Sensitive] public string Owner { get; init; } = "";
}

[JsonSerializable(typeof(StoredParcel))]
public sealed partial class StoredParcelJson : JsonSerializerContext;

public static class Depot
{
    [Subscribe] public static ValueTask StoreAsync(StoredParcel parcel) => throw new InvalidOperationException($"The depot is closed to {parcel.Owner}.");
}

/// <summary>The command looks into an outbox's database, whether or not the application runs.</summary>
public sealed class StoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eventgen-store-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Database => Path.Combine(_folder, "shop.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sqlite_IsReadAndChanged_BesideTheApplicationAndWithoutIt()
    {
        await using (var bus = await StartAsync(builder => builder.AddSqliteOutbox($"Data Source={Database}", static options => options.Application = "shop")))
        {
            await OperateAsync(bus, $"sqlite:{Database}");
        }

        await AssertLeftAsync($"sqlite:{Database}");
    }

    [Fact]
    public async Task PostgreSql_IsReadAndChanged_BesideTheApplicationAndWithoutIt()
    {
        PostgreSqlServer.Require();
        await using var server = await PostgreSqlServer.StartAsync("fsync=off");
        await using (var bus = await StartAsync(builder => builder.AddPostgreSqlOutbox(server.ConnectionString(), static options => options.Application = "shop")))
        {
            await OperateAsync(bus, $"postgres:{server.ConnectionString()}");
        }

        await AssertLeftAsync($"postgres:{server.ConnectionString()}");
    }

    [Theory]
    [InlineData("sqlite:nowhere.db", "There is no file 'nowhere.db'.")]
    [InlineData("sqlite:Data Source=x;Password=hunter2", "takes the name of a file")]
    [InlineData("postgres:Host=127.0.0.1;Port=1;Username=me;Password=hunter2;Timeout=2", "The PostgreSQL database cannot be opened")]
    [InlineData("postgres://me:hunter2@127.0.0.1:1/shop", "The PostgreSQL database cannot be opened")]
    [InlineData("postgres:Hust=hunter2", "cannot be read")]
    [InlineData("mysql:hunter2", "--store begins with sqlite: or postgres:")]
    public async Task Store_ThatIsNoneOrDown_IsOneLine_WithoutItsSecrets(string store, string message)
    {
        var run = await Eventgen.RunAsync("outbox", "status", "--store", store);

        Eventgen.AssertFailed(run, message);
        Assert.DoesNotContain("hunter2", run.Errors);
    }

    [Fact]
    public async Task File_ThatIsNoOutbox_IsOneLine()
    {
        await File.WriteAllTextAsync(Database, "This is a text, no database, and long enough to be looked at as one by SQLite, which reads a header of 100 bytes.", Cancellation);
        Eventgen.AssertFailed(await RunAsync($"sqlite:{Database}", "outbox", "status"), "is no SQLite database.");

        await File.WriteAllBytesAsync(Database, [], Cancellation);
        Eventgen.AssertFailed(await RunAsync($"sqlite:{Database}", "outbox", "status"), "has no outbox with the tables eventgen_");
        Eventgen.AssertFailed(await RunAsync($"sqlite:{Database}", "outbox", "status", "--url", "http://127.0.0.1:1/"), "Give --url or --store, not both.");
    }

    private static async Task OperateAsync(EventBus bus, string store)
    {
        await bus.Topic<StoredParcel>().EmitAsync(new StoredParcel(1) { Owner = "planted-owner" }, Cancellation);
        await Eventually.EqualAsync(1L, () => bus.DeadLetters.Count);
        var later = await bus.Topic<StoredParcel>().ScheduleAsync(new StoredParcel(2) { Owner = "planted-owner" }, TimeSpan.FromDays(1), Cancellation);
        var never = await bus.Topic<StoredParcel>().ScheduleAsync(new StoredParcel(3) { Owner = "planted-owner" }, TimeSpan.FromDays(1), Cancellation);

        Assert.Equal("pending 0, scheduled 2, leased 0", Assert.Single((await RunAsync(store, "outbox", "status")).Succeeded().Lines));
        var scheduled = JsonNode.Parse((await RunAsync(store, "outbox", "list", "--json", "--state", "scheduled")).Succeeded().Output)!["items"]!.AsArray();
        Assert.Equal(["EventGen.Cli.Tests.Depot.StoreAsync"], scheduled[0]!["targets"]!.AsArray().Select(static target => (string)target!["name"]!));
        string[] row = (await RunAsync(store, "outbox", "list")).Succeeded().Lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("parcel.stored", row[1]);
        Assert.True(Guid.TryParse(row[0], out _), row[0]);   // as it is, without quotation marks

        (await RunAsync(store, "outbox", "cancel", never.ToString())).Succeeded();
        Eventgen.AssertFailed(await RunAsync(store, "outbox", "cancel", never.ToString()), "No such event waits");
        (await RunAsync(store, "outbox", "retry", later.ToString())).Succeeded();
        await Eventually.EqualAsync(2L, () => bus.DeadLetters.Count);   // the application has delivered it
    }

    private static async Task AssertLeftAsync(string store)
    {
        Assert.Equal("pending 0, scheduled 0, leased 0", Assert.Single((await RunAsync(store, "outbox", "status")).Succeeded().Lines));
        var listed = await RunAsync(store, "dead-letters", "list", "--json");
        var items = JsonNode.Parse(listed.Succeeded().Output)!["items"]!.AsArray();
        Assert.Equal(2, items.Count);
        string first = (string)items[0]!["id"]!;
        var shown = await RunAsync(store, "dead-letters", "show", first);
        Assert.Contains("eventId: parcel.stored", shown.Succeeded().Lines);
        Assert.Contains($"id: {first}", shown.Lines);
        Assert.Equal(first, (await RunAsync(store, "dead-letters", "list", "--handler", "Depot.StoreAsync")).Succeeded().Lines[1].Split(' ')[0]);
        Assert.Contains("The store has nothing of an event 'parcel.lost'; it has parcel.stored.", (await RunAsync(store, "dead-letters", "list", "--event", "parcel.lost")).Succeeded().Errors);
        Assert.Contains(shown.Lines, static line => line.StartsWith("reason: The depot is closed", StringComparison.Ordinal));
        Assert.DoesNotContain("planted-owner", $"{listed.Output}{shown.Output}");

        Eventgen.AssertFailed(await RunAsync(store, "dead-letters", "replay", first), "A replay runs the application's handlers");
        (await RunAsync(store, "dead-letters", "discard", first)).Succeeded();
        Eventgen.AssertFailed(await RunAsync(store, "dead-letters", "show", first), "There is no such dead letter");
        Assert.Equal("1 discarded", Assert.Single((await RunAsync(store, "dead-letters", "discard", "--event", "parcel.stored")).Succeeded().Lines));
        Assert.Equal("No dead letters.", Assert.Single((await RunAsync(store, "dead-letters", "list")).Succeeded().Lines));
        Assert.Equal("Nothing waits in the outbox.", Assert.Single((await RunAsync(store, "outbox", "list")).Succeeded().Lines));
        Eventgen.AssertFailed(await RunAsync(store, "outbox", "status", "--application", "desk"), "nothing of an application 'desk'; it has 'shop'.");
    }

    private static async Task<EventBus> StartAsync(Action<EventBusBuilder> store)
    {
        var bus = EventBus.Create(builder =>
        {
            builder.AddModule(EventGenCliTestsEventModule.Instance).AddPublisher(new MemoryPublisher("queue")).AddPublisher(new MemoryPublisher("archive"));
            store(builder);
        });
        await bus.StartAsync(Cancellation);
        return bus;
    }

    private static Task<ProgramRun> RunAsync(string store, params string[] arguments) => Eventgen.RunAsync([.. arguments, "--store", store]);
}
