namespace EventGen.Outbox.Tests;

/// <summary>What is committed can be read again: a null where the reader takes none is refused while the emitter can still mend it.</summary>
public sealed class NullPartTests
{
    private readonly ManualTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task APartThatMayNotBeNull_IsRefusedAtTheEmit()
    {
        await using var shop = await StartAsync();

        var refusal = await Assert.ThrowsAnyAsync<InvalidOperationException>(async () => await Topic(shop).EmitAsync(new Noted("secret", null!), Token));

        Assert.Contains("'noted'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("part 'Lines' is null", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await shop.Bus.Outbox.ListAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task ANullWithinAPart_IsRefused()
    {
        await using var shop = await StartAsync();

        var refusal = await Assert.ThrowsAnyAsync<InvalidOperationException>(async () => await Topic(shop).EmitAsync(new Noted("run", [new Noted.Line(null!)]), Token));

        Assert.Contains("part 'Lines'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryWayToEmit_Refuses()
    {
        await using var shop = await StartAsync();
        var unreadable = new Noted("run", null!);

        Assert.ThrowsAny<InvalidOperationException>(() => Topic(shop).Emit(unreadable));
        Assert.ThrowsAny<InvalidOperationException>(() => new DurableBatch().Add(Topic(shop), unreadable));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(async () => await Topic(shop).ScheduleAsync(unreadable, TimeSpan.FromHours(1), Token));
        await Assert.ThrowsAnyAsync<InvalidOperationException>(async () => await Topic(shop).EmitAsync(unreadable, Guid.NewGuid(), Token));
    }

    [Fact]
    public async Task APartThatMayBeNull_AndATextThatLooksLikeIt_AreTaken()
    {
        await using var shop = await StartAsync();

        await Topic(shop).EmitAsync(new Noted("null", [new Noted.Line("null")], Remark: null), Token);
    }

    private static EventTopic<Noted> Topic(Shop shop) => shop.Bus.Topic<Noted>();

    private Task<Shop> StartAsync() => Shop.StartAsync(new MemoryOutboxStore(new MemoryDatabase(_clock)), _clock);
}
