namespace EventGen.Tests.Delivery;

/// <summary>All dead letters are all, also where others remove some while they are listed.</summary>
public sealed class DeadLetterIdsTests
{
    private const int Many = 1_000;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(250)]
    public async Task WhatStays_IsListedOnce_WhateverIsRemovedMeanwhile(int removed)
    {
        var store = new ShrinkingStore(Many, removed);
        List<Guid> listed = [];

        await foreach (var id in ((IDeadLetterStore)store).ListIdsAsync(DeadLetterFilter.All, TestContext.Current.CancellationToken)) listed.Add(id);

        Assert.Equal(listed.Distinct(), listed);
        Assert.Equal(listed.Order(), listed);
        Assert.Empty(store.Ids.Except(listed));
        if (removed == 0) Assert.Equal(Many, listed.Count);
    }

    [Fact]
    public async Task DiscardingAll_LeavesNone_WhileOthersDiscard()
    {
        var store = new ShrinkingStore(Many, removed: 30);
        await using var bus = EventBus.Create(builder => builder.UseDeadLetterStore(store));

        await bus.DeadLetters.DiscardAsync(DeadLetterFilter.All, TestContext.Current.CancellationToken);

        Assert.Equal(0, bus.DeadLetters.Count);
    }

    /// <summary>Loses its oldest dead letters with each page that is read.</summary>
    private sealed class ShrinkingStore(int count, int removed) : IDeadLetterStore
    {
        private readonly List<DeadLetter> _kept = [.. Enumerable.Range(0, count).Select(static number => Create(number))];

        public IEnumerable<Guid> Ids => _kept.Select(static deadLetter => deadLetter.Id);

        public long Count => _kept.Count;

        public ValueTask AddAsync(DeadLetter deadLetter, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterFilter filter, int skip, int take, CancellationToken cancellationToken)
        {
            DeadLetter[] page = [.. _kept.Where(filter.Matches).Skip(skip).Take(take)];
            _kept.RemoveRange(0, Math.Min(removed, _kept.Count));
            return new(page);
        }

        public ValueTask<DeadLetter?> FindAsync(Guid id, CancellationToken cancellationToken) => new(_kept.Find(deadLetter => deadLetter.Id == id));

        public ValueTask<bool> RemoveAsync(Guid id, CancellationToken cancellationToken) => new(_kept.RemoveAll(deadLetter => deadLetter.Id == id) > 0);

        private static DeadLetter.Delivery Create(int number) => new()
        {
            Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch.AddMinutes(number)), EventId = "parcel.lost", Target = "deliver", Version = 1, EmissionId = Guid.CreateVersion7(),
            Timestamp = DateTimeOffset.UnixEpoch, Attempts = 1, FirstFailure = DateTimeOffset.UnixEpoch, LastFailure = DateTimeOffset.UnixEpoch, Metadata = EventMetadata.Empty,
            Reason = "it failed", ExceptionType = "System.Exception", StackTrace = "", Json = default,
        };
    }
}
