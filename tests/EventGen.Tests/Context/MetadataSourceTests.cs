using System.Runtime.CompilerServices;

namespace EventGen.Tests.Context;

public sealed class MetadataSourceTests
{
    public static TheoryData<EmitCall> Calls => [.. Enum.GetValues<EmitCall>()];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Source_FillsWhatNothingElseSets(EmitCall call)
    {
        await using var bus = await StartAsync(new Source(new EventMetadata { UserId = "source", RequestId = "source", CorrelationId = "source" }));
        var seen = Watch(bus);

        using (EventMetadata.Push(userId: "pushed")) await bus.Topic<Ping>().EmitByAsync(call, new Ping());
        await bus.DrainAsync();

        Assert.Equal(("pushed", "source", "source"), (seen.Value!.UserId, seen.Value.RequestId, seen.Value.CorrelationId));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Source_IsAskedWhereTheEventIsEmitted_AlsoWhenOnlyALaterEventIsLookedAt(EmitCall call)
    {
        var source = new Source(null);
        await using var bus = await StartAsync(source);
        var seen = Watch(bus);
        bus.Topic<Pong>().Subscribe(async (Pong _) =>
        {
            source.Current = new EventMetadata { UserId = "of another flow" };
            await bus.Topic<Ping>().InvokeAsync(new Ping());
        });

        source.Current = new EventMetadata { UserId = "of the emit" };
        await bus.Topic<Pong>().EmitByAsync(call, new Pong());
        await bus.DrainAsync();

        Assert.Equal("of the emit", seen.Value!.UserId);
    }

    [Fact]
    public async Task Source_ThatKnowsMoreThanAMessageMayCarry_IsPassedOver()
    {
        var log = new RecordingLogger();
        await using var bus = await TestBus.StartAsync(build: builder =>
        {
            builder.AddMetadataSource(new Source(new EventMetadata { UserId = "u", RequestId = new string('x', 1025) }));
            builder.AddMetadataSource(new Source(new EventMetadata { Headers = Enumerable.Range(0, 33).ToDictionary(static i => $"h{i}", static _ => "") }));
            builder.AddMetadataSource(new Source(new EventMetadata { UserId = "third" }));
            builder.UseLogger(log);
        });
        var seen = Watch(bus);

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal(new EventMetadata { UserId = "third" }, seen.Value);
        Assert.Equal(2, log.Entries.Count(static entry => entry.Message.Contains("the event is emitted without what it knows", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Sources_TheFirstThatKnows_Wins_AndOneThatThrowsIsPassedOver()
    {
        var log = new RecordingLogger();
        await using var bus = await TestBus.StartAsync(build: builder =>
        {
            builder.AddMetadataSource(new Source(new EventMetadata { UserId = "first" }));
            builder.AddMetadataSource(new Broken());
            builder.AddMetadataSource(new Source(new EventMetadata { UserId = "third", RequestId = "third" }));
            builder.UseLogger(log);
        });
        var seen = Watch(bus);

        bus.Topic<Ping>().Emit(new Ping());

        Assert.Equal(("first", "third"), (seen.Value!.UserId, seen.Value.RequestId));
        Assert.Single(log.Entries, static entry => entry.Message == "Metadata source 'EventGen.Tests.Context.MetadataSourceTests+Broken' failed; the event is emitted without what it knows.");
    }

    private static Task<EventBus> StartAsync(IEventMetadataSource source) => TestBus.StartAsync(build: builder => builder.AddMetadataSource(source));

    private static StrongBox<EventMetadata> Watch(EventBus bus)
    {
        var seen = new StrongBox<EventMetadata>();
        bus.Topic<Ping>().Subscribe((_, context) => { seen.Value = context.Metadata; });
        return seen;
    }

    private sealed class Source(EventMetadata? current) : IEventMetadataSource
    {
        public EventMetadata? Current { get; set; } = current;
    }

    private sealed class Broken : IEventMetadataSource
    {
        public EventMetadata? Current => throw new InvalidOperationException();
    }
}
