namespace EventGen.Tests.Declaring;

/// <summary>The generated overloads that take the payload's parts.</summary>
public sealed class PartOverloadsTests
{
    private static readonly Guid s_parcel = Guid.NewGuid();

    [Fact]
    public async Task EveryCall_HasAnOverloadOfParts()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 1);
        List<FullyDeclaredEvent> seen = [];
        bus.Topic<FullyDeclaredEvent>().Subscribe(seen.Add);
        var topic = bus.Topic<FullyDeclaredEvent>();

        topic.Emit(parcel: s_parcel, customer: "emit", note: null, weight: 3, pieces: 2);
        await topic.InvokeAsync(s_parcel, "invoke", null, null);
        await topic.EmitAsync(s_parcel, "emit async", "note", null, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(topic.TryEnqueue(s_parcel, "try", null, null, 4));
        await bus.DrainAsync();

        Assert.Equal(
            [
                new FullyDeclaredEvent(s_parcel, "emit", null, 3, 2),
                new FullyDeclaredEvent(s_parcel, "invoke", null, null),
                new FullyDeclaredEvent(s_parcel, "emit async", "note", null),
                new FullyDeclaredEvent(s_parcel, "try", null, null, 4),
            ],
            seen);
    }
}
