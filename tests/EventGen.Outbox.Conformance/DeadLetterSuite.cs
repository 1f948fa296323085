namespace EventGen.Outbox.Conformance;

/// <summary>Dead letters, in the same database.</summary>
public abstract class DeadLetterSuite(StoreBackend backend) : StoreSuite(backend)
{
    [Fact]
    public async Task ADeadLetter_IsKeptFoundReplacedAndRemoved()
    {
        var store = await OpenAsync();
        var written = await store.DeadLetterAsync(Guid.CreateVersion7());
        var found = await store.Store.FindDeadLetterAsync(written.Id, Cancellation);
        Assert.Equal(written with { Body = default }, found! with { Body = default });
        Assert.Equal(written.Body.ToArray(), found!.Body.ToArray());

        await store.Store.AddDeadLetterAsync(written with { Target = "print", ExceptionType = null, Body = default }, Cancellation);
        var replaced = (await store.Store.FindDeadLetterAsync(written.Id, Cancellation))!;
        Assert.Equal(("print", null, 0), (replaced.Target, replaced.ExceptionType, replaced.Body.Length));
        Assert.Equal(1, await store.Store.CountDeadLettersAsync(Cancellation));
        Assert.True(await store.Store.RemoveDeadLetterAsync(written.Id, Cancellation));
        Assert.False(await store.Store.RemoveDeadLetterAsync(written.Id, Cancellation));
        Assert.Null(await store.Store.FindDeadLetterAsync(written.Id, Cancellation));
        Assert.Equal(0, await store.Store.CountDeadLettersAsync(Cancellation));
    }

    [Fact]
    public async Task DeadLetters_AreListedByFilter_TheOldestFirst()
    {
        var store = await OpenAsync();
        var all = new List<OutboxDeadLetter>();
        for (int i = 0; i < 6; i++)
        {
            all.Add(OpenStore.DeadLetter(Guid.CreateVersion7(), i % 2 == 0 ? "mail" : "print", i < 3 ? "a" : "b", Guid.CreateVersion7(At(i))) with
            {
                Kind = i == 5 ? DeadLetterKind.Publisher : DeadLetterKind.Handler,
                ExceptionType = i == 4 ? "System.TimeoutException" : "System.Exception",
                LastFailure = At(i),
            });
        }

        foreach (var deadLetter in all.AsEnumerable().Reverse()) await store.Store.AddDeadLetterAsync(deadLetter, Cancellation);

        await AssertAsync(DeadLetterFilter.All, 0, 1, 2, 3, 4, 5);
        await AssertAsync(new DeadLetterFilter { EventId = "a", Target = "mail" }, 0, 2);
        await AssertAsync(new DeadLetterFilter { Kind = DeadLetterKind.Publisher }, 5);
        await AssertAsync(new DeadLetterFilter { EmissionId = all[3].EmissionId }, 3);
        await AssertAsync(new DeadLetterFilter { EmissionId = all[3].EmissionId, EventId = "a" });
        await AssertAsync(new DeadLetterFilter { ExceptionType = "System.TimeoutException" }, 4);
        await AssertAsync(new DeadLetterFilter { Since = At(2), Before = At(4) }, 2, 3);
        Assert.Equal([all[2].Id, all[3].Id], (await store.Store.ListDeadLettersAsync(DeadLetterFilter.All, 2, 2, Cancellation)).Select(static deadLetter => deadLetter.Id));

        Assert.Equal(
            [
                new("a", "mail", DeadLetterKind.Handler, "System.Exception", 2, At(2)), new("a", "print", DeadLetterKind.Handler, "System.Exception", 1, At(1)),
                new("b", "mail", DeadLetterKind.Handler, "System.TimeoutException", 1, At(4)), new("b", "print", DeadLetterKind.Handler, "System.Exception", 1, At(3)),
                new("b", "print", DeadLetterKind.Publisher, "System.Exception", 1, At(5)),
            ],
            (await store.Store.ListDeadLetterCausesAsync(DeadLetterFilter.All, Cancellation)).OrderBy(static cause => (cause.EventId, cause.Target, cause.Kind)));
        Assert.Equal(
            [new DeadLetterCause("b", "print", DeadLetterKind.Publisher, "System.Exception", 1, At(5))],
            await store.Store.ListDeadLetterCausesAsync(new DeadLetterFilter { EventId = "b", Target = "print", Kind = DeadLetterKind.Publisher, Since = At(5) }, Cancellation));

        // What was listed last may be gone by then.
        Assert.True(await store.Store.RemoveDeadLetterAsync(all[2].Id, Cancellation));
        Assert.Equal([all[3].Id, all[4].Id], await store.Store.ListDeadLetterIdsAsync(DeadLetterFilter.All, all[2].Id, 2, Cancellation));
        Assert.Equal([all[4].Id], await store.Store.ListDeadLetterIdsAsync(new DeadLetterFilter { EventId = "b", Target = "mail" }, all[3].Id, 2, Cancellation));
        Assert.Empty(await store.Store.ListDeadLetterIdsAsync(DeadLetterFilter.All, all[5].Id, 2, Cancellation));

        static DateTimeOffset At(int hour) => DateTimeOffset.UnixEpoch.AddHours(hour);

        async Task AssertAsync(DeadLetterFilter filter, params int[] expected)
        {
            Assert.Equal(expected.Select(i => all[i].Id), (await store.Store.ListDeadLettersAsync(filter, 0, 100, Cancellation)).Select(static deadLetter => deadLetter.Id));
            Assert.Equal(expected.Select(i => all[i].Id), await store.Store.ListDeadLetterIdsAsync(filter, after: null, 100, Cancellation));
        }
    }

    [Fact]
    public async Task DeadLetters_SurviveTheProcess_AndAreTheApplicationsOwn()
    {
        var store = await OpenAsync();
        var written = await store.DeadLetterAsync(Guid.CreateVersion7());
        await KillAsync(store);
        Assert.NotNull(await (await OpenAsync()).Store.FindDeadLetterAsync(written.Id, Cancellation));
        Assert.Equal(0, await (await OpenAsync("bank")).Store.CountDeadLettersAsync(Cancellation));
    }

    [Fact]
    public async Task ADeadLetterThatOneInstanceHasTaken_IsNeitherTakenNorRemovedByAnother_UntilItIsGivenBack()
    {
        var one = await OpenAsync();
        var other = await OpenAsync();
        var written = await one.DeadLetterAsync(Guid.CreateVersion7());

        Assert.True(await one.Store.ClaimDeadLetterAsync(written.Id, Cancellation));
        Assert.False(await other.Store.ClaimDeadLetterAsync(written.Id, Cancellation));
        Assert.False(await other.Store.RemoveDeadLetterAsync(written.Id, Cancellation));
        await other.Store.ReleaseDeadLetterAsync(written.Id, Cancellation);
        Assert.False(await other.Store.ClaimDeadLetterAsync(written.Id, Cancellation));
        Assert.True(await one.Store.ClaimDeadLetterAsync(written.Id, Cancellation));

        await one.Store.ReleaseDeadLetterAsync(written.Id, Cancellation);
        Assert.True(await other.Store.ClaimDeadLetterAsync(written.Id, Cancellation));
        Assert.True(await other.Store.RemoveDeadLetterAsync(written.Id, Cancellation));
        Assert.False(await one.Store.RemoveDeadLetterAsync(written.Id, Cancellation));
        Assert.Equal(0, await CountAsync("eventgen_keys"));
    }

    [Fact]
    public async Task OfManyInstances_OneTakesADeadLetter()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => OpenAsync()));
        var written = await stores[0].DeadLetterAsync(Guid.CreateVersion7());
        bool[] taken = await Task.WhenAll(stores.Select(store => Task.Run(async () => await store.Store.ClaimDeadLetterAsync(written.Id, Cancellation))));
        Assert.Single(taken, static isTaken => isTaken);
    }

    [Fact]
    public async Task ADeadLetterThatADeadInstanceHasTaken_IsFreeAfterTheTakeOver()
    {
        var dead = await OpenAsync(lease: TimeSpan.FromSeconds(1));
        var other = await OpenAsync();
        var written = await dead.DeadLetterAsync(Guid.CreateVersion7());
        Assert.True(await dead.Store.ClaimDeadLetterAsync(written.Id, Cancellation));
        await KillAsync(dead);

        Assert.False(await other.Store.ClaimDeadLetterAsync(written.Id, Cancellation));
        Assert.NotNull(await other.Store.FindDeadLetterAsync(written.Id, Cancellation));
        await Eventually.TrueAsync(
            async () =>
            {
                await other.Store.TakeOverAsync(Cancellation);
                return await other.Store.ClaimDeadLetterAsync(written.Id, Cancellation);
            },
            waitedFor: "the take-over");
    }

    [Fact]
    public async Task AnInstanceWithoutLease_TakesNoDeadLetter()
    {
        var store = await OpenAsync();
        var written = await store.DeadLetterAsync(Guid.CreateVersion7());
        await store.Store.CloseAsync(Cancellation);
        var failure = await Assert.ThrowsAsync<OutboxStoreException>(async () => await store.Store.ClaimDeadLetterAsync(written.Id, Cancellation));
        Assert.True(failure.IsTransient);
        Assert.True(await store.Store.RemoveDeadLetterAsync(written.Id, Cancellation));
    }
}
