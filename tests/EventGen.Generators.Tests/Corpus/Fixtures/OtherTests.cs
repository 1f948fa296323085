using Microsoft.VisualStudio.TestTools.UnitTesting;
using NUnit.Framework;

namespace Corpus.Tests;

[TestFixture]
public sealed class NUnitStyle
{
    private EventBus _bus = null!;
    private IDisposable _use = null!;

    [SetUp]
    public async Task SetUp()
    {
        _bus = EventBus.Create(static _ => { });
        _bus.Topic<Deposited>().Subscribe(_ => { });
        await _bus.StartAsync();
        _use = EventBus.Use(_bus);
    }

    [TearDown]
    public async Task TearDown()
    {
        _use.Dispose();
        await _bus.StopAsync();
    }

    [Test]
    public async Task Deposit_IsSeenOnce()
    {
        var seen = new List<decimal>();
        _bus.Topic<Deposited>().Subscribe(deposited => seen.Add(deposited.Amount));
        await _bus.Topic<Deposited>().EmitAsync(new Deposited(1, 2m));
    }

    [Test]
    public void Tick_EndsWithTheTest()
    {
        using var first = _bus.Topic<Ticked>().Subscribe(_ => { });
        using (_bus.Topic<Ticked>().Subscribe(_ => { })) _bus.Topic<Ticked>().Emit(new Ticked(1));
    }
}

[TestFixture]
public sealed class NUnitOnce
{
    private static EventBus? s_bus;

    [OneTimeSetUp]
    public static void Open() => s_bus = EventBus.Create(static _ => { });

    [OneTimeTearDown]
    public static void Close() => s_bus?.Dispose();

    [Test]
    public void Frozen_IsSeen()
    {
        bool seen = false;
        s_bus!.Topic<Frozen>().Subscribe(_ => seen = true);
        s_bus.Topic<Frozen>().Emit(new Frozen(1));
        if (!seen) throw new InvalidOperationException();
    }
}

[TestClass]
public sealed class MSTestStyle
{
    private readonly List<EventSubscription> _all = [];
    private EventBus? _bus;
    private EventTopic<Transferred>? _transfers;

    [TestInitialize]
    public void Initialize()
    {
        _bus = EventBus.Create(static _ => { });
        _transfers = _bus.Topic<Transferred>();
        _all.Add(_transfers.Subscribe(_ => { }));
    }

    [TestCleanup]
    public void Cleanup()
    {
        _all.ForEach(static one => one.Dispose());
        _bus?.Dispose();
    }

    [TestMethod]
    public async Task Transfer_IsInvoked()
    {
        var done = new TaskCompletionSource<int>();
        _bus!.Topic<Transferred>().Subscribe(async (Transferred transferred) =>
        {
            await Task.Yield();
            done.TrySetResult(transferred.To);
        });
        await _transfers!.InvokeAsync(new Transferred(1, 2));
        await done.Task;
    }
}
