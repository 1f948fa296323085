namespace EventGen.Outbox.Tests;

/// <summary>How dead letters that come beside the relay get into the store.</summary>
public sealed class OutboxDeadLettersTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly BusyStore _store;
    private readonly OutboxDeadLetters _deadLetters;

    public OutboxDeadLettersTests()
    {
        _store = new BusyStore(new MemoryDatabase(_clock));
        _deadLetters = new OutboxDeadLetters(_store) { Time = _clock };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ABurst_IsWrittenByFewAtOnce()
    {
        var gate = _store.Gate = new AsyncGate(4);
        Task[] burst = [.. Enumerable.Range(0, 100).Select(_ => AddAsync())];
        await gate.Reached;
        Assert.Equal(4, gate.Arrivals);

        gate.Open();
        await Task.WhenAll(burst);
        Assert.Equal(4, _store.MostWriters);
        Assert.Equal(100, _deadLetters.Count);
    }

    [Fact]
    public async Task WhatTheStoreDoesNotTake_IsTriedAgain_AndCountedOnce()
    {
        _store.Fault = static attempt => attempt <= 3 ? Transient() : null;
        var adding = AddAsync();
        await Shop.AdvanceUntilAsync(_clock, () => adding.IsCompleted);
        await adding;
        Assert.Equal((4, 1L), (_store.Attempts, _deadLetters.Count));
    }

    [Fact]
    public async Task WhatTheStoreDoesNotTakeFor25Seconds_IsGivenUp()
    {
        _store.Fault = static _ => Transient();
        var began = _clock.GetUtcNow();
        var adding = AddAsync();
        await Shop.AdvanceUntilAsync(_clock, () => adding.IsCompleted);
        await Assert.ThrowsAsync<OutboxStoreException>(() => adding);
        Assert.InRange(_clock.GetUtcNow() - began, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(26));
    }

    [Fact]
    public async Task WhatTheStoreRefuses_IsNotTriedAgain()
    {
        _store.Fault = static _ => new OutboxStoreException("There is no table.", isTransient: false, mayBeCommitted: false);
        await Assert.ThrowsAsync<OutboxStoreException>(AddAsync);
        Assert.Equal(1, _store.Attempts);
    }

    [Fact]
    public async Task AtTheEnd_NothingIsTriedAgain_AndNobodyWaits()
    {
        _store.Fault = static _ => Transient();
        Task[] burst = [.. Enumerable.Range(0, 10).Select(_ => AddAsync())];
        await _clock.WhenPendingAsync(4, Token);

        await _deadLetters.StopTryingAsync();

        foreach (var adding in burst) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => adding);
        Assert.Equal(4, _store.Attempts);
    }

    private static OutboxStoreException Transient() => new("It has no connection left.", isTransient: true, mayBeCommitted: false);

    private Task AddAsync() => _deadLetters.AddAsync(
        new DeadLetter.RejectedMessage
        {
            Id = Guid.CreateVersion7(), EventId = "placed", Target = "broker", EmissionId = Guid.CreateVersion7(), Timestamp = _clock.GetUtcNow(), Attempts = 1,
            FirstFailure = _clock.GetUtcNow(), LastFailure = _clock.GetUtcNow(), Metadata = EventMetadata.Empty, Reason = "It cannot be read.", Content = "garbage"u8.ToArray(),
        },
        Token).AsTask();
}
