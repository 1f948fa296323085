using Npgsql;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>Neither the password nor the connection string is in any log, exception, span, metric or status.</summary>
public sealed class SecretTests(SharedServer shared)
{
    // No other test uses this: the recorder hears what is thrown, traced and measured anywhere in the process.
    private const string Secret = "tr0ub4dor-5b1c";
    private const string User = "clerk_5b1c";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheyAreShownNowhere()
    {
        PostgreSqlServer.Require();
        await shared.Server.ExecuteAsync($"CREATE ROLE {User} LOGIN PASSWORD '{Secret}'");
        await shared.Server.ExecuteAsync($"CREATE DATABASE secretive OWNER {User}");
        string right = new NpgsqlConnectionStringBuilder(shared.Server.ConnectionString("secretive")) { Username = User, Password = Secret }.ConnectionString;
        string wrong = new NpgsqlConnectionStringBuilder(right) { Password = Secret + "-not" }.ConnectionString;
        var seen = new DiagnosticOutputRecorder();

        // What Npgsql throws at these is seen by nobody, and so is not listened to.
        await RefusedAsync(seen, static b => b.AddPostgreSqlOutbox($"Password={Secret};Nonsense=1", Fast));
        await RefusedAsync(seen, static b => b.AddPostgreSqlOutbox($"Host=x;Port={Secret}", Fast));

        using var listening = seen.Listen();
        await UseAsync(seen, b => b.AddPostgreSqlOutbox(right, Fast));
        await using (var source = Named(right)) await UseAsync(seen, b => b.AddPostgreSqlOutbox(source, Fast));
        await using (var source = Named(wrong)) await RefusedAsync(seen, b => b.AddPostgreSqlOutbox(source, Fast));
        Assert.Contains("user name or the password", await RefusedAsync(seen, b => b.AddPostgreSqlOutbox(wrong, Fast)), StringComparison.Ordinal);
        Assert.Contains("Host=", await RefusedAsync(seen, static b => b.AddPostgreSqlOutbox($"Username={User};Password={Secret}", Fast)), StringComparison.Ordinal);

        Assert.NotEmpty(seen.Texts);
        Assert.All(seen.Texts, static text =>
        {
            Assert.DoesNotContain(Secret, text);
            Assert.DoesNotContain($"Username={User}", text);
        });
    }

    // One without a name is called by its connection string in Npgsql's own metrics.
    private static NpgsqlDataSource Named(string connectionString) => new NpgsqlDataSourceBuilder(connectionString) { Name = "shop" }.Build();

    private static void Fast(OutboxOptions options) => (options.Application, options.PollInterval) = ("shop", TimeSpan.FromMilliseconds(50));

    // What works, what is cut off under it, and what works again.
    private async Task UseAsync(DiagnosticOutputRecorder seen, Action<EventBusBuilder> add)
    {
        await using var bus = Create(seen, add);
        await bus.StartAsync(Cancellation);
        string run = Guid.NewGuid().ToString();
        Mailroom.Of(run).Fails = true;
        await bus.Topic<Posted>().EmitAsync(new Posted(run, 1), Cancellation);
        await Eventually.TrueAsync(() => bus.GetHealth().DeadLetters > 0);

        await shared.Server.ExecuteAsync("ALTER DATABASE secretive ALLOW_CONNECTIONS false; SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'secretive'");
        await Eventually.TrueAsync(() => bus.GetHealth().Status == EventBusStatus.Degraded);
        foreach (string problem in bus.GetHealth().Problems) seen.Note(problem);
        foreach (var call in (Func<Task>[])
                 [
                     () => bus.Outbox.GetStatusAsync(Cancellation).AsTask(), () => bus.Outbox.ListAsync(cancellationToken: Cancellation).AsTask(),
                     () => bus.Outbox.CancelAsync(Guid.NewGuid(), Cancellation).AsTask(), () => bus.DeadLetters.ListAsync(cancellationToken: Cancellation).AsTask(),
                 ])
            seen.Note(await Assert.ThrowsAnyAsync<Exception>(call));
        seen.Measure();

        await shared.Server.ExecuteAsync("ALTER DATABASE secretive ALLOW_CONNECTIONS true");
        await Eventually.TrueAsync(() => bus.GetHealth().Status == EventBusStatus.Healthy);
        seen.Note($"{await bus.Outbox.GetStatusAsync(Cancellation)} {bus.GetHealth()} {bus}");
        foreach (var deadLetter in await bus.DeadLetters.ListAsync(cancellationToken: Cancellation)) await bus.DeadLetters.DiscardAsync(deadLetter.Id, Cancellation);
    }

    private static async Task<string> RefusedAsync(DiagnosticOutputRecorder seen, Action<EventBusBuilder> add)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await using var bus = Create(seen, add);
            await bus.StartAsync(Cancellation);
        });
        seen.Note(failure);
        return failure.Message;
    }

    private static EventBus Create(DiagnosticOutputRecorder seen, Action<EventBusBuilder> add) => EventBus.Create(b =>
    {
        b.AddModule(EventGenOutboxConformanceEventModule.Instance).UseServices(NoServices.Instance).UseLogging(new OneProvider(seen));
        add(b);
    });
}
