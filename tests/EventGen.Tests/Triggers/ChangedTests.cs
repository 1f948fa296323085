namespace EventGen.Tests.Triggers;

/// <summary>Triggers without a data access library.</summary>
public sealed class ChangedTests : IAsyncDisposable
{
    private readonly EventBus _bus = TestBus.Create();
    private readonly List<object> _emitted = [];

    public ChangedTests()
    {
        _bus.Topic<AnimalRenamed>().Subscribe((AnimalRenamed e) => _emitted.Add(e));
        _bus.Topic<DogChanged>().Subscribe((DogChanged e) => _emitted.Add(e));
    }

    public ValueTask DisposeAsync() => _bus.DisposeAsync();

    [Fact]
    public async Task ChangedAsync_FiresWhatTheConditionAccepts()
    {
        await _bus.ChangedAsync(new EntityChange<Animal>(EntityChangeKind.Added, new Animal { Id = 1, Name = "Tom" }), TestContext.Current.CancellationToken);
        await _bus.ChangedAsync(new EntityChange<Animal>(EntityChangeKind.Deleted, new Animal { Id = 2 }), TestContext.Current.CancellationToken);

        Assert.Equal([new AnimalRenamed(1, "Tom")], await EmittedAsync());
    }

    [Fact]
    public async Task ChangedAsync_OfADerivedEntity_FiresTriggersOfItsBaseToo_AndEachEventOnce()
    {
        Animal dog = new Dog { Id = 1, Name = "Rex", Tricks = ["sit"] };

        await _bus.ChangedAsync(new EntityChange<Animal>(EntityChangeKind.Modified, dog, new Dog { Id = 1, Name = "Max", Tricks = ["sit"] }), TestContext.Current.CancellationToken);

        Assert.Equal([new AnimalRenamed(1, "Rex"), new DogChanged("Modified dog, tricks changed: False")], (await EmittedAsync()).OrderBy(static e => e.GetType().Name));
    }

    [Fact]
    public async Task ConditionThatThrows_FailsWithEventAndMethod_AndNothingIsEmitted()
    {
        var change = new EntityChange<Dog>(EntityChangeKind.Added, new Dog { Name = "throws" });

        var failure = await Assert.ThrowsAsync<EntityTriggerException>(async () => await _bus.ChangedAsync(change, TestContext.Current.CancellationToken));

        Assert.Equal(("animal.renamed", "EventGen.Tests.Triggers.AnimalRenamed.IsRenamed"), (failure.EventId, failure.Method));
        Assert.IsType<FormatException>(failure.InnerException);
        Assert.Empty(await EmittedAsync());
    }

    [Fact]
    public async Task MappingThatThrows_FailsWithEventAndMethod_AndNothingIsEmitted()
    {
        var change = new EntityChange<Dog>(EntityChangeKind.Added, new Dog { Id = -1, Name = "Rex" });

        var failure = await Assert.ThrowsAsync<EntityTriggerException>(async () => await _bus.ChangedAsync(change, TestContext.Current.CancellationToken));

        Assert.Equal(("dog.changed", "EventGen.Tests.Triggers.DogChanged.From"), (failure.EventId, failure.Method));
        Assert.Empty(await EmittedAsync());
    }

    [Fact]
    public async Task ChangedAsync_InATransaction_RefusesAnEventThatIsNotDurable()
    {
        using var transaction = new UnusedTransaction();

        var refusal = await Assert.ThrowsAsync<InvalidOperationException>(async () => await _bus.ChangedAsync(
            new EntityChange<Animal>(EntityChangeKind.Added, new Animal()), transaction, TestContext.Current.CancellationToken));

        Assert.Contains("'animal.renamed', which is not durable", refusal.Message);
    }

    [Fact]
    public void Table_FindsWhatIsWatched_AndNothingElse()
    {
        Assert.Equal([typeof(Animal), typeof(Dog)], _bus.EntityTriggers.Entities.OrderBy(static type => type.Name));
        Assert.Same(_bus.EntityTriggers.Find(typeof(Dog)), _bus.EntityTriggers.Find(typeof(Dog)));
        Assert.Null(_bus.EntityTriggers.Find(typeof(string)));
        Assert.True(EventBus.Null.EntityTriggers.IsEmpty);
    }

    [Fact]
    public void Original_IsMadeOnce_AndOnlyWhenItIsAskedFor()
    {
        int made = 0;
        var triggers = _bus.EntityTriggers.Find(typeof(Dog))!;

        Assert.NotNull(triggers.Evaluate(EntityChangeKind.Deleted, new Dog(), () => { made++; return new Dog(); }, services: null));
        Assert.Equal(0, made);
        Assert.NotNull(triggers.Evaluate(EntityChangeKind.Modified, new Dog { Name = "Rex" }, () => { made++; return new Dog(); }, services: null));
        Assert.Equal(1, made);
    }

    [Fact]
    public void ChangeThatMakesNoSense_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => new EntityChange<Animal>(EntityChangeKind.Added | EntityChangeKind.Deleted, new Animal()));
        Assert.Throws<ArgumentOutOfRangeException>(static () => new EntityChange<Animal>(EntityChangeKind.None, new Animal()));
        Assert.Throws<ArgumentNullException>(static () => new EntityChange<Animal>(EntityChangeKind.Modified, new Animal()));
        Assert.Throws<ArgumentException>(static () => new EntityChange<Animal>(EntityChangeKind.Added, new Animal(), new Animal()));
    }

    [Fact]
    public void Descriptor_ListsTheTriggers() => Assert.Equal(
        [new EventTriggerDescriptor(typeof(Animal), null, EntityChangeKind.Modified), new(typeof(Dog), null, EntityChangeKind.Added | EntityChangeKind.Modified | EntityChangeKind.Deleted)],
        _bus.Topic<DogChanged>().Descriptor.Triggers);

    private async Task<List<object>> EmittedAsync()
    {
        await _bus.StartAsync(TestContext.Current.CancellationToken);
        await _bus.StopAsync(TestContext.Current.CancellationToken);
        return _emitted;
    }
}
