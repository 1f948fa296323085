using System.Collections.Concurrent;

namespace EventGen.Tests.Queueing;

public sealed class KeyOrderTests
{
    private readonly CallLog _calls = new();

    [Theory]
    [InlineData(EmitCall.Emit)]
    [InlineData(EmitCall.EmitAsync)]
    [InlineData(EmitCall.TryEnqueue)]
    public async Task EventsOfAKey_AreHandledOneAfterTheOtherInOrder_HoweverTheWorkersInterleave(EmitCall call)
    {
        const int Keys = 7;
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        await using var bus = await TestBus.StartAsync(static options => (options.QueueCapacity, options.Workers) = (10_000, 4));
        int[] running = new int[Keys], last = new int[Keys];
        var faults = new ConcurrentQueue<string>();
        bus.Topic<KeyedEvent>().Subscribe(async e =>
        {
            int key = int.Parse(e.Partition!, System.Globalization.CultureInfo.InvariantCulture);
            if (Interlocked.Increment(ref running[key]) != 1) faults.Enqueue($"two of key {key} at once");
            for (int yields = e.Number % 3; yields > 0; yields--) await Task.Yield();
            if (last[key] + 1 != e.Number) faults.Enqueue($"key {key}: {e.Number} after {last[key]}");
            last[key] = e.Number;
            Interlocked.Decrement(ref running[key]);
        });

        int[] emitted = new int[Keys];
        for (int i = 0; i < 3000; i++)
        {
            int key = random.Next(Keys);
            await bus.Topic<KeyedEvent>().EmitByAsync(call, new KeyedEvent($"{key}", ++emitted[key]));
        }

        await bus.DrainAsync();
        Assert.True(faults.IsEmpty, $"seed {seed}: {string.Join("; ", faults.Take(5))}");
        Assert.Equal(emitted, last);
    }

    [Fact]
    public async Task DifferentKeys_RunInParallel()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 2);
        var barrier = new AsyncBarrier(2);
        bus.Topic<KeyedEvent>().Subscribe(_ => barrier.SignalAndWaitAsync());

        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", 1));
        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("b", 1));
        await bus.DrainAsync();

        Assert.Equal(0, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task NoKey_IsNoOrder()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 2);
        var barrier = new AsyncBarrier(2);
        bus.Topic<KeyedEvent>().Subscribe(_ => barrier.SignalAndWaitAsync());

        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent(null, 1));
        await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent(null, 2));
        await bus.DrainAsync();

        Assert.Equal(0, bus.GetHealth().Failed);
    }

    [Fact]
    public async Task StuckKey_DoesNotStopTheOthers()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 2);
        var stuck = new AsyncGate();
        bus.Topic<KeyedEvent>().Subscribe(async e =>
        {
            if (e.Partition == "stuck") await stuck.PassAsync();
            _calls.Add($"{e.Partition}{e.Number}");
        });

        for (int i = 0; i < 10; i++)
        {
            await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("stuck", i));
            await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("free", i));
        }

        await stuck.Reached;
        await Eventually.EqualAsync(10, () => _calls.Entries.Length);
        Assert.Equal(Enumerable.Range(0, 10).Select(static number => $"free{number}"), _calls.Entries);
        Assert.Equal(9, bus.GetHealth().QueueLength);

        stuck.Open();
        await bus.DrainAsync();
        Assert.Equal(Enumerable.Range(0, 10).Select(static number => $"stuck{number}"), _calls.Entries[10..]);
    }

    [Fact]
    public async Task EventsOfOneKeyAndDifferentTypes_KeepTheirOrder()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 4);
        bus.Topic<KeyedEvent>().Subscribe(e => LogAsync(e.Number));
        bus.Topic<OtherKeyedEvent>().Subscribe(e => LogAsync(e.Number));

        for (int i = 0; i < 200; i += 2)
        {
            await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", i));
            await bus.Topic<OtherKeyedEvent>().EmitAsync(new OtherKeyedEvent("a", i + 1));
        }

        await bus.DrainAsync();
        Assert.Equal(Enumerable.Range(0, 200).Select(static number => $"{number}"), _calls.Entries);
    }

    [Fact]
    public async Task KeyOfEveryKind_OrdersItsEvents()
    {
        await using var bus = await TestBus.StartAsync(static options => options.Workers = 4);
        await AssertOrderedAsync(bus, new KeyedByGuid(Guid.NewGuid(), 0), static (e, number) => e with { Number = number }, static e => e.Number);
        await AssertOrderedAsync(bus, new KeyedByGuid(Guid.Empty, 0), static (e, number) => e with { Number = number }, static e => e.Number);
        await AssertOrderedAsync(bus, new KeyedByInt(-1, 0), static (e, number) => e with { Number = number }, static e => e.Number);
        await AssertOrderedAsync(bus, new KeyedByInt(0, 0), static (e, number) => e with { Number = number }, static e => e.Number);
        await AssertOrderedAsync(bus, new KeyedByUnsigned(ulong.MaxValue, 0), static (e, number) => e with { Number = number }, static e => e.Number);
        await AssertOrderedAsync(bus, new KeyedByEnum(ByteEnum.Second, 0), static (e, number) => e with { Number = number }, static e => e.Number);
        await AssertOrderedAsync(bus, new KeyedEvent("", 0), static (e, number) => e with { Number = number }, static e => e.Number);
    }

    [Fact]
    public async Task HandlerThatFails_FreesItsKey()
    {
        await using var bus = await TestBus.StartAsync();
        bus.Topic<KeyedEvent>().Subscribe(async e =>
        {
            await Task.Yield();
            _calls.Add($"{e.Number}");
            throw new InvalidOperationException("each one");
        });

        for (int i = 0; i < 5; i++) await bus.Topic<KeyedEvent>().EmitAsync(new KeyedEvent("a", i));
        await bus.DrainAsync();

        Assert.Equal(["0", "1", "2", "3", "4"], _calls.Entries);
        Assert.Equal(5, bus.GetHealth().Failed);
    }

    private static async Task AssertOrderedAsync<T>(EventBus bus, T first, Func<T, int, T> number, Func<T, int> numberOf)
    {
        List<int> handled = [];
        int running = 0;
        bool overlapped = false;
        using var subscription = bus.Topic<T>().Subscribe(async e =>
        {
            overlapped |= Interlocked.Increment(ref running) != 1;
            await Task.Yield();
            lock (handled) handled.Add(numberOf(e));
            Interlocked.Decrement(ref running);
        });

        for (int i = 0; i < 50; i++) await bus.Topic<T>().EmitAsync(number(first, i));
        await Eventually.TrueAsync(() =>
        {
            lock (handled) return handled.Count == 50;
        });
        Assert.Equal(Enumerable.Range(0, 50), handled);
        Assert.False(overlapped);
    }

    private async Task LogAsync(int number)
    {
        await Task.Yield();
        _calls.Add($"{number}");
    }
}

public enum ByteEnum : byte
{
    First,
    Second,
}

[Event]
public sealed record KeyedByGuid([property: EventKey] Guid Key, int Number);

[Event]
public sealed record KeyedByInt([property: EventKey] int Key, int Number);

[Event]
public sealed record KeyedByUnsigned([property: EventKey] ulong Key, int Number);

[Event]
public sealed record KeyedByEnum([property: EventKey] ByteEnum Key, int Number);

/// <summary>Shares the partitions of <see cref="KeyedEvent"/>: order holds across events.</summary>
[Event]
public sealed record OtherKeyedEvent([property: EventKey] string? Partition, int Number);
