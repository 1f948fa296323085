using System.Buffers.Binary;

namespace EventGen.Tests.Context;

public sealed class EventIdTests
{
    [Fact]
    public void Id_IsAUuidOfVersion7()
    {
        var ids = EmitOnNewThread(TimeProvider.System, 1000);

        Assert.All(ids, static id =>
        {
            Assert.Equal(7, id.Version);
            Assert.InRange(id.Variant, 8, 11);   // the two bits 10
        });
    }

    [Fact]
    public void Id_BeginsWithTheMillisecondOfTheTimestamp()
    {
        var clock = new ManualTimeProvider(DateTimeOffset.Parse("2031-01-02T03:04:05.678Z", System.Globalization.CultureInfo.InvariantCulture));

        var first = EmitOnNewThread(clock, 1)[0];
        clock.Advance(TimeSpan.FromMilliseconds(25));
        var second = EmitOnNewThread(clock, 1)[0];

        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds() - 25, MillisecondsOf(first));
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds(), MillisecondsOf(second));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ids_OfAThread_Ascend(bool clockStandsStill)
    {
        // More than one millisecond's counter can hold.
        var ids = EmitOnNewThread(clockStandsStill ? new ManualTimeProvider() : TimeProvider.System, 10_000).ConvertAll(static id => id.ToString());

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }

    [Fact]
    public void Ids_OfAThread_AscendWhenTheClockStepsBack()
    {
        var late = new ManualTimeProvider();
        var early = new ManualTimeProvider(late.GetUtcNow().AddHours(-1));
        using var lateBus = TestBus.Create(options => options.TimeProvider = late);
        using var earlyBus = TestBus.Create(options => options.TimeProvider = early);
        List<string> ids = [];
        lateBus.Topic<Ping>().Subscribe((_, context) => ids.Add(context.Id.ToString()));
        earlyBus.Topic<Ping>().Subscribe((_, context) => ids.Add(context.Id.ToString()));

        var thread = new Thread(() =>
        {
            lateBus.Topic<Ping>().Emit(new Ping());
            earlyBus.Topic<Ping>().Emit(new Ping());
        });
        thread.Start();
        thread.Join();

        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
    }

    [Fact]
    public async Task Ids_OfEightThreads_AreDistinct()
    {
        const int Threads = 8, Each = 100_000;
        Guid[][] ids = new Guid[Threads][];

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () => ids[thread] = [.. EmitOnNewThread(TimeProvider.System, Each)], CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.Equal(Threads * Each, ids.SelectMany(static each => each).ToHashSet().Count);
    }

    private static List<Guid> EmitOnNewThread(TimeProvider clock, int count)
    {
        List<Guid> ids = new(count);
        var thread = new Thread(() =>
        {
            using var bus = TestBus.Create(options => options.TimeProvider = clock);
            bus.Topic<Ping>().Subscribe((_, context) => ids.Add(context.Id));
            var payload = new Ping();
            for (int i = 0; i < count; i++) bus.Topic<Ping>().Emit(payload);
        });
        thread.Start();
        thread.Join();
        return ids;
    }

    private static long MillisecondsOf(Guid id)
    {
        byte[] bytes = id.ToByteArray(bigEndian: true);
        return (long)(BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16);
    }
}
