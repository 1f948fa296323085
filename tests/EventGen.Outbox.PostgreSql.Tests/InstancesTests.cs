using System.Diagnostics;
using System.Globalization;

namespace EventGen.Outbox.PostgreSql.Tests;

/// <summary>Several processes on one database: what each delivers, and what becomes of it when one stands still or dies.</summary>
public sealed class InstancesTests : ProcessSuite
{
    private const int Keys = 64;

    private static readonly int s_rounds = IsHeavy ? 200 : 10;

    private readonly ITestOutputHelper _output;

    public InstancesTests(SharedServer server, ITestOutputHelper output)
        : this(new PostgreSqlBackend(server), output)
    {
    }

    private InstancesTests(PostgreSqlBackend backend, ITestOutputHelper output)
        : base(backend, "postgresql", () => backend.ConnectionString) => _output = output;

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task SeveralProcesses_DeliverEachEventOnce_AndKeepTheOrderOfEachKey(int count)
    {
        await CreateTablesAsync();
        var processes = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => StartAsync(new ProgramSettings { Accounts = Keys, NotesDeliveries = true })));
        long began = Stopwatch.GetTimestamp();
        for (int round = 0; round < s_rounds; round++)
        {
            // Of each key the next event, by another process than the one before, when that has been accepted.
            for (int i = 0; i < count; i++) processes[i].Emit(Enumerable.Range(round * Keys, Keys).Where(number => (number + round) % count == i));
            await UntilAsync(() => Accepted.Count == (round + 1) * Keys, processes[0], $"round {round}");
        }

        int total = s_rounds * Keys;
        await DeliverAllAsync(processes[0], total);
        _output.WriteLine($"{count} processes, {total} events in {Stopwatch.GetElapsedTime(began)}.");
        await AssertExactAsync(total);
        var deliveries = await DeliveriesAsync("watcher");
        Assert.Equal(total, deliveries.Count);
        foreach (var key in deliveries.GroupBy(static number => number % Keys)) Assert.Equal(key.Order(), key);
        await EndAsync(processes);
    }

    [Fact]
    public async Task AProcessThatStoodStillForLongerThanItsLease_AndGoesOn_RepeatsNoEffect()
    {
        const int Count = 1_000;
        await CreateTablesAsync();
        var processes = await Task.WhenAll(((string[])["frozen", "other"]).Select(name => StartAsync(new ProgramSettings { Instance = name, LeaseSeconds = 2, NotesDeliveries = true })));
        var (frozen, other) = (processes[0], processes[1]);
        frozen.Emit(Enumerable.Range(0, Count / 2));
        other.Emit(Enumerable.Range(Count / 2, Count / 2));
        await UntilAsync(() => Accepted.Count >= Count / 2, other, "accepted events");

        ProcessSignal.Freeze(frozen.Id);
        await UntilAsync(async () => await CountAsync("eventgen_instances WHERE name = 'frozen'") == 0, other, "the take-over");
        Assert.Equal(0, await CountAsync("eventgen_outbox WHERE crashes > 0"));
        ProcessSignal.Thaw(frozen.Id);

        await DeliverAllAsync(other, Count);
        await AssertExactAsync(Count);
        var deliveries = await DeliveriesAsync("watcher");
        Assert.Equal(Count, deliveries.Distinct().Count());
        _output.WriteLine($"{deliveries.Count - Count} deliveries without a transaction were repeated.");

        // It goes on under a new epoch.
        frozen.Emit(Enumerable.Range(Count, 100));
        await UntilAsync(() => Accepted.Count == Count + 100, frozen, "accepted events of the process that stood still");
        await DeliverAllAsync(other, Count + 100);
        await AssertExactAsync(Count + 100);

        // It may just have lost its lease again, on a machine that stood still itself.
        await UntilAsync(async () => await CountAsync("eventgen_instances WHERE name = 'frozen'") == 1, frozen, "its lease");
        await EndAsync(processes);
    }

    [Fact]
    public async Task WhatADeadProcessHad_IsDeliveredByAnother_WhenItsLeaseHasRunOut()
    {
        const int Count = 1_000;
        await CreateTablesAsync();
        var settings = new ProgramSettings { LeaseSeconds = 3, NotesDeliveries = true };
        var processes = await Task.WhenAll(StartAsync(settings with { Instance = "dead", Held = 0 }), StartAsync(settings with { Instance = "other" }));
        var (dead, other) = (processes[0], processes[1]);
        dead.Emit(Enumerable.Range(0, Count));
        await UntilAsync(() => Accepted.Count >= Count / 2, dead, "accepted events");

        // The other one waits until it is known what there is to take over.
        ProcessSignal.Freeze(other.Id);
        await dead.KillAsync();
        const string Orphans =
            """
            CREATE TABLE orphans AS
                SELECT ('x' || left(o.id::text, 8))::bit(32)::int AS number, i.lease_until, (SELECT max(seq) FROM deliveries) AS seq
                FROM eventgen_outbox AS o JOIN eventgen_instances AS i ON i.epoch = o.state WHERE i.name = 'dead'
            """;
        await ExecuteAsync(Orphans);
        long orphans = await CountAsync("orphans");
        Assert.True(orphans > 0, "It had delivered everything.");
        ProcessSignal.Thaw(other.Id);

        await DeliverAllAsync(other, Count);
        await AssertExactAsync(Count);
        const string Late = "orphans AS o JOIN deliveries AS d ON d.number = o.number AND d.seq > o.seq";
        Assert.Equal(0, await CountAsync($"{Late} WHERE d.at < o.lease_until"));
        await using var connection = await Backend.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT min(d.at - o.lease_until), max(d.at - o.lease_until) FROM {Late}";
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        await reader.ReadAsync(Cancellation);
        if (!reader.IsDBNull(0)) _output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{orphans} orphans: delivered {reader.GetFieldValue<TimeSpan>(0)} to {reader.GetFieldValue<TimeSpan>(1)} after the end of the lease."));
        await EndAsync(processes);
    }

    private async Task CreateTablesAsync()
    {
        await ExecuteAsync(Backend.CreateEffects);
        await ExecuteAsync(Backend.CreateDeliveries);
    }

    private static async Task EndAsync(IEnumerable<ProgramProcess> processes)
    {
        foreach (var process in processes)
        {
            if (!process.Exited.IsCompleted) await process.StopAsync();
            await process.DisposeAsync();
        }
    }
}
