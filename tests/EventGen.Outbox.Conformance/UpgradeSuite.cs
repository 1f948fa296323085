namespace EventGen.Outbox.Conformance;

/// <summary>Tables that an earlier version has made, with what it had left in them.</summary>
public abstract class UpgradeSuite(StoreBackend backend) : StoreSuite(backend)
{
    // Of the version before: the number of the application, and the epoch of an instance that still runs.
    private const long Application = 1;
    private const long Earlier = 1;

    /// <summary>The columns of an order key.</summary>
    protected abstract string Columns { get; }

    /// <summary>An id, as SQL has it.</summary>
    protected abstract string Id(int number);

    /// <summary>What is in <see cref="Columns"/>.</summary>
    protected abstract string Key(string? key);

    /// <summary>A time after 1970.</summary>
    protected abstract string Time(int seconds);

    [Fact]
    public async Task WhatWasThere_IsDelivered_AndWhoeverStillRunsHasLostItsLease()
    {
        var store = Create();
        await ExecuteAsync(store.Store.GetSchemaScripts("eventgen_")[0].Sql);
        await ExecuteAsync("INSERT INTO eventgen_applications (name) VALUES ('shop')");
        await ExecuteAsync($"INSERT INTO eventgen_instances (application, name, lease_until) VALUES ({Application}, 'earlier', {Time(int.MaxValue)})");
        await ExecuteAsync($"INSERT INTO eventgen_keys (application, {Columns.Split(", ")[^1]}, epoch) VALUES ({Application}, {Key("k").Split(", ")[^1]}, {Earlier})");
        await RowAsync(1, Earlier, null);
        await RowAsync(2, Earlier, "k");
        await RowAsync(3, -2, "k");
        await RowAsync(4, 0, null);

        await store.OpenAsync();
        Assert.Equal(1, await CountAsync("eventgen_instances"));
        Assert.Equal(1, await store.RouteAsync());
        var claimed = await store.ClaimAllAsync();
        Assert.Equal([2, 3], claimed.Where(static row => row.OrderKey == "k").Select(static row => Number(row)));
        Assert.Equal([1, 2, 3, 4], claimed.Select(static row => Number(row)).Order());
        Assert.Equal(2, await CountAsync("eventgen_schema"));

        // They are found by their id, as ever.
        foreach (var row in claimed)
        {
            var again = (await store.InsertAsync(mode: OutboxInsertMode.Repeat, id: row.Id)).Result;
            Assert.Equal((OutboxInsertOutcome.Duplicate, row.Position), (again.Outcome, again.Position));
        }

        await store.RemoveAsync([.. claimed]);
        Assert.Equal(0, await CountAsync("eventgen_outbox"));
    }

    private static int Number(OutboxRow row) => row.Id.ToByteArray()[^1];

    private Task RowAsync(int number, long state, string? key) => ExecuteAsync(
        $"""
        INSERT INTO eventgen_outbox (position, application, id, state, route, due, entered, timestamp, {Columns})
        VALUES ({(Application << 48) + number}, {Application}, {Id(number)}, {state}, 1, {Time(number)}, {Time(number)}, {Time(number)}, {Key(key)})
        """);
}
