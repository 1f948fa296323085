using EventGen.Testing;
using Xunit;

namespace Corpus.Tests;

public sealed class OwnBusTests : IAsyncLifetime
{
    private readonly EventBus _bus = EventBus.Create(static builder => builder.Configure(static options => options.Workers = 1));
    private readonly List<Deposited> _seen = [];

    public async ValueTask InitializeAsync()
    {
        _bus.Topic<Deposited>().Subscribe(_seen.Add);
        await _bus.StartAsync();
    }

    public async ValueTask DisposeAsync() => await _bus.DisposeAsync();

    [Fact]
    public async Task Emit_CallsSubscribers()
    {
        int calls = 0;
        _bus.Topic<Deposited>().Subscribe(_ => calls++);
        _bus.Topic<Deposited>().Subscribe(async (Deposited deposited) =>
        {
            await Task.Yield();
            Interlocked.Add(ref calls, (int)deposited.Amount);
        });

        await _bus.Topic<Deposited>().InvokeAsync(new Deposited(1, 2m));

        Assert.Equal(3, calls);
        Assert.Single(_seen);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Emit_OfSeveral_IsInOrder(int count)
    {
        Listen();
        for (int i = 0; i < count; i++) _bus.Topic<Ticked>().Emit(new Ticked(i));
    }

    private void Listen() => _bus.Topic<Ticked>().Subscribe(ticked => Assert.True(ticked.Number >= 0));
}

public abstract class BusTest : IDisposable
{
    protected EventBus Bus { get; } = EventBus.Create(static _ => { });

    public virtual void Dispose()
    {
        Bus.Dispose();
        GC.SuppressFinalize(this);
    }
}

public sealed class DerivedTests : BusTest
{
    private Withdrawn? _last;

    public DerivedTests() => Bus.Topic<Withdrawn>().Subscribe(withdrawn => _last = withdrawn);

    [Fact]
    public async Task Withdraw_IsSeen()
    {
        Bus.Topic<Frozen>().Subscribe(_ => { });
        await Bus.Topic<Withdrawn>().InvokeAsync(new Withdrawn(1, 5m));
        Assert.NotNull(_last);
    }
}

public sealed class TestBusTests
{
    private static CancellationToken Aborted => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deposit_IsHandled()
    {
        await using var bus = await TestEventBus.StartNewAsync(cancellationToken: Aborted);
        bus.Topic<Ticked>().Subscribe(static _ => { });
        using (bus.Use())
        {
            Events.Ticked.Subscribe(static ticked => Console.WriteLine(ticked));
            await Events.Deposited.EmitAsync(new Deposited(1, 10m), Aborted);
        }

        await bus.WhenIdleAsync(Aborted);
        bus.AssertHandled<Deposited>();
        bus.AssertEmitted<Deposited>(static deposited => deposited.Amount == 10m);
        bus.AssertNoFailures();
    }

    [Fact]
    public async Task Failure_IsAttemptedAgain()
    {
        var clock = new ManualTimeProvider();
        await using var bus = await TestEventBus.StartNewAsync(builder => builder.Configure(options => options.TimeProvider = clock), Aborted);
        int attempts = 0;
        bool fails = true;
        bus.Topic<Withdrawn>().Subscribe(async (Withdrawn _) =>
        {
            attempts++;
            await Task.Yield();
            if (Volatile.Read(ref fails)) throw new InvalidOperationException("again");
        });

        await bus.Topic<Withdrawn>().EmitAsync(new Withdrawn(1, 1m), Aborted);
        await bus.WhenIdleAsync(Aborted);
        Volatile.Write(ref fails, false);
        clock.Advance(TimeSpan.FromMinutes(1));
        await bus.WhenIdleAsync(Aborted);
        Assert.True(attempts >= 1);
        attempts = 0;
    }

    [Fact]
    public async Task Group_IsStreamed()
    {
        await using var bus = await TestEventBus.StartNewAsync(cancellationToken: Aborted);
        await using var stream = bus.Bus.Group<IMoneyEvent>().Stream();
        var read = Task.Run(async () =>
        {
            int sum = 0;
            await foreach (var money in stream)
            {
                sum += money switch
                {
                    Transferred transferred => transferred.To,
                    Frozen { Account: var account } => account,
                };
                if (sum >= 3) break;
            }

            return sum;
        });

        await bus.Bus.Group<IMoneyEvent>().EmitAsync(new Frozen(1), Aborted);
        await bus.Bus.Group<IMoneyEvent>().EmitAsync(new Transferred(1, 2), Aborted);
        Assert.Equal(3, await read);
    }
}
