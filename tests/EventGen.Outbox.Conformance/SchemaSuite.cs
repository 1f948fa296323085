namespace EventGen.Outbox.Conformance;

/// <summary>Creating the tables, and finding others' versions of them.</summary>
public abstract class SchemaSuite(StoreBackend backend) : StoreSuite(backend)
{
    [Fact]
    public async Task ManyProcesses_MayCreateTheTablesAtOnce()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => OpenAsync())));
        Assert.Equal(6, stores.Select(static store => store.Session.Epoch).Distinct().Count());
        Assert.Equal(6, stores.Select(static store => store.Session.Instance).Distinct().Count());
    }

    [Fact]
    public async Task WithoutTables_AndWithoutTheRightToCreateThem_TheErrorSaysWhatToDo()
    {
        var failure = await Assert.ThrowsAsync<OutboxStoreException>(() => Create().OpenAsync(createTables: false));
        Assert.False(failure.IsTransient);
        Assert.Contains("GetSchemaScripts", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AStoreThatIsNotOpen_SaysWhyAndWhatToDo()
    {
        var store = Create();
        var unopened = await Assert.ThrowsAsync<OutboxStoreException>(async () => await store.Store.GetStatusAsync(Cancellation));
        Assert.Contains("StartAsync", unopened.Message, StringComparison.Ordinal);

        await Assert.ThrowsAsync<OutboxStoreException>(() => store.OpenAsync(createTables: false));
        var refused = await Assert.ThrowsAsync<OutboxStoreException>(async () => await store.Store.ListDeadLettersAsync(DeadLetterFilter.All, 0, 1, Cancellation));
        Assert.Contains("GetSchemaScripts", refused.Message, StringComparison.Ordinal);
        Assert.False(refused.IsTransient);
    }

    [Fact]
    public async Task TheScripts_MakeTheTables()
    {
        var store = Create();
        foreach (var script in store.Store.GetSchemaScripts("my_")) await ExecuteAsync(script.Sql);
        await store.OpenAsync(prefix: "my_", createTables: false);
        await store.InsertAsync();
        Assert.Equal(1, await CountAsync("my_outbox"));
    }

    [Fact]
    public async Task TablesOfANewerVersion_AreLeftAlone()
    {
        await OpenAsync();
        await ExecuteAsync("INSERT INTO eventgen_schema (version) VALUES (99)");
        var failure = await Assert.ThrowsAsync<OutboxStoreException>(() => OpenAsync());
        Assert.False(failure.IsTransient);
        Assert.Contains("99", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prefixes_KeepOutboxesApart()
    {
        var first = await Create().OpenAsync(prefix: "a_");
        var second = await Create().OpenAsync(prefix: "B_");
        await first.InsertAsync(lease: OutboxLeaseRequest.None);
        Assert.Empty(await second.ListAsync());
        Assert.Single(await first.ClaimAllAsync());
    }

    [Theory]
    [InlineData("a\"; DROP TABLE x; --")]
    [InlineData("a-b")]
    [InlineData("a234567890123456789012345678901")]
    public async Task APrefixThatIsNone_IsRefused(string prefix)
    {
        Assert.Throws<ArgumentException>(() => Create().Store.GetSchemaScripts(prefix));
        await Assert.ThrowsAsync<ArgumentException>(() => Create().OpenAsync(prefix: prefix));
    }

    [Fact]
    public async Task RowsThatCannotBeRead_ComeAsTheyAre_AndStopNoOther()
    {
        var store = await OpenAsync();
        await store.InsertAsync(lease: OutboxLeaseRequest.None);
        await ExecuteAsync(Backend.BreakRows);
        await store.InsertAsync(lease: OutboxLeaseRequest.None);
        var rows = await store.ClaimAllAsync();
        Assert.Equal(2, rows.Count);
        Assert.Equal([0, 2], rows.OrderBy(static row => row.Position).Select(static row => row.Payload.Length));
    }
}
