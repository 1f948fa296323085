using Npgsql;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>What an event costs, counted at the wire.</summary>
public sealed class RoundTripTests(SharedServer shared) : StoreSuite(new PostgreSqlBackend(shared))
{
    private readonly string _run = Guid.NewGuid().ToString();

    [Fact]
    public async Task ACallerThatEmitsOneEventAfterTheOther_WaitsForOneRoundTripEach_WithTheSettlementsOfThoseBefore()
    {
        const int Events = 200;
        await using var proxy = new CuttingProxy(shared.Server.Port);
        string connectionString = new NpgsqlConnectionStringBuilder(((PostgreSqlBackend)Backend).ConnectionString) { Port = proxy.Port }.ConnectionString;
        await using var bus = EventBus.Create(b => b.AddModule(EventGenOutboxConformanceEventModule.Instance)
            .AddPostgreSqlOutbox(connectionString, static options => (options.Application, options.Instance, options.PollInterval) = ("shop", "a", TimeSpan.FromHours(1))));
        await bus.StartAsync(Cancellation);
        var posted = bus.Topic<Posted>();
        for (int i = 0; i < 10; i++) await posted.EmitAsync(new Posted(_run, -1 - i), Cancellation);   // statements are prepared

        int before = proxy.Answers;
        for (int i = 0; i < Events; i++) await posted.EmitAsync(new Posted(_run, i), Cancellation);
        int answers = proxy.Answers - before;

        // An event that is settled late on a busy machine is settled by a commit of its own, or two together.
        Assert.InRange(answers, Events, Events + (Events / 4));
        await DeliveredAsync(bus);
        Assert.Equal(Events + 10, Mailroom.Of(_run).Handled.Distinct().Count());
    }
}
