using System.Reflection;
using EventGen.Publishers.Conformance.Memory;

namespace EventGen.Redis.Tests.Conformance;

/// <summary>Dead letters that a store outside of the product writes as rows and reads back.</summary>
public sealed class DeadLetterRowTests
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 21, 10, 0, 0, TimeSpan.Zero);

    public static TheoryData<DeadLetter> Complete() =>
    [
        Delivery(isPublisher: false),
        Delivery(isPublisher: true),
        Delivery(isPublisher: false) with { ExceptionType = null, Attempts = 0 },
        new DeadLetter.RejectedMessage
        {
            Id = Guid.NewGuid(),
            EventId = "conformance.parcel",
            Target = Parcel.Wire,
            EmissionId = Guid.NewGuid(),
            Timestamp = s_time,
            Metadata = new EventMetadata { Source = "elsewhere" },
            Attempts = 2,
            FirstFailure = s_time.AddMinutes(1),
            LastFailure = s_time.AddMinutes(2),
            Reason = "Its payload is not the event's.",
            Content = new byte[] { 0xff, 0x00, 0x7b },
        },
    ];

    [Theory]
    [MemberData(nameof(Complete), DisableDiscoveryEnumeration = true)]
    public void EveryMember_IsReadBackAsItWasWritten(DeadLetter written)
    {
        var read = DeadLetterRow.Read(DeadLetterRow.Write(written));

        Assert.Equal(written.GetType(), read.GetType());
        foreach (var member in written.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static member => member.Name != nameof(DeadLetter.Delivery.Payload)))
        {
            object? expected = member.GetValue(written), actual = member.GetValue(read);
            if (expected is ReadOnlyMemory<byte> bytes) Assert.Equal(bytes.ToArray(), ((ReadOnlyMemory<byte>)actual!).ToArray());
            else Assert.True(Equals(expected, actual), $"{member.Name} is {actual} instead of {expected}.");
        }
    }

    [Fact]
    public async Task AfterARestart_EachIsReplayedByWhatFailed()
    {
        var store = new DeadLetterStore();
        await using var backend = new MemoryBackend();
        var sent = Parcel.New(1);
        await using (var before = await Station.ReceiverAsync(new DownTransport(), handling: static (_, _) => throw new InvalidDataException("not now"), deadLetters: store, canReceive: false))
        {
            using (EventMetadata.Push(userId: "u1", headers: new Dictionary<string, string> { ["tenant"] = "t1" })) await before.Bus.Topic<Parcel>().EmitAsync(sent, TestContext.Current.CancellationToken);
            await Eventually.EqualAsync(2L, () => store.Count, Suite.Patience);
        }

        Assert.Equal([DeadLetterKind.Handler, DeadLetterKind.Publisher], store.DeadLetters.Select(static deadLetter => deadLetter.Kind).Order());
        await using var elsewhere = await Station.ReceiverAsync(backend.Create());
        await using var after = await Station.ReceiverAsync(backend.Create(), deadLetters: store);
        var report = await Deadline.WithinAsync(after.Bus.DeadLetters.ReplayAllAsync(cancellationToken: TestContext.Current.CancellationToken), "the replay");

        Assert.Equal((new ReplayReport(2, 0), 0L), (report, store.Count));
        await elsewhere.HasAsync(1);
        foreach (var station in (Station[])[after, elsewhere])
        {
            var (parcel, context) = Assert.Single(station.Seen);
            Assert.Equal((sent, "u1", "t1"), (parcel, context.Metadata.UserId, context.Metadata.Headers["tenant"]));
        }
    }

    private static DeadLetter.Delivery Delivery(bool isPublisher) => new()
    {
        Id = Guid.NewGuid(),
        EventId = "conformance.parcel",
        Target = isPublisher ? Parcel.Wire : "receipts",
        IsPublisher = isPublisher,
        EmissionId = Guid.NewGuid(),
        Timestamp = s_time,
        Metadata = new EventMetadata { Source = "shop", UserId = "u1", CorrelationId = "c1", Headers = new Dictionary<string, string> { ["tenant"] = "t1" } },
        Attempts = 3,
        FirstFailure = s_time.AddMinutes(1),
        LastFailure = s_time.AddMinutes(2),
        Reason = "The line is down.",
        Json = """{"Id":"0"}"""u8.ToArray(),
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        TraceState = "vendor=1",
        Version = 2,
        ExceptionType = "System.IO.IOException",
        StackTrace = "   at Shop.Receipts.SendAsync()",
    };
}
