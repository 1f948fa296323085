using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace EventGen.Outbox.Tests;

/// <summary>What becomes of the relay when a store gives up, and of an emit when its caller does.</summary>
public sealed class GivingUpTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly string _run = Guid.NewGuid().ToString();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AStoreThatGivesUpARenewal_IsAskedAgain_AndKeepsItsLease()
    {
        var database = new MemoryDatabase(_clock);
        var store = new ImpatientStore(database);
        await using var shop = await Shop.StartAsync(store, _clock, configure: static options => options.LeaseDuration = TimeSpan.FromMinutes(10));
        long epoch = store.Epoch;

        await Shop.AdvanceUntilAsync(_clock, () => store.Renewals >= 3, TimeSpan.FromSeconds(30));

        await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), Token);
        await Shop.AdvanceUntilAsync(_clock, () => shop.Broker.Messages.Count == 1);
        Assert.Equal(epoch, store.Epoch);
    }

    [Fact]
    public async Task AFlowThatGivesUpBeginningItsHandlersTransaction_LeavesTheOthersTheirs()
    {
        var database = new MemoryDatabase(_clock);
        var store = new HeldStore(database) { Beginning = new AsyncGate() };
        await using var shop = await Shop.StartAsync(store, _clock);
        var givenUp = new TaskCompletionSource<Exception?>();
        Journal.Of(_run).BeforeBooking = async transaction =>
        {
            using var givesUp = new CancellationTokenSource();
            var first = transaction.BeginAsync(givesUp.Token).AsTask();
            var second = transaction.BeginAsync(Token).AsTask();
            await store.Beginning!.Reached;
            await givesUp.CancelAsync();
            givenUp.SetResult(await Record.ExceptionAsync(() => first));
            store.Beginning!.Open();
            await second;
        };

        await shop.Bus.Topic<Booked>().EmitAsync(new Booked(_run, 1), Token);

        Assert.IsAssignableFrom<OperationCanceledException>(await Deadline.WithinAsync(givenUp.Task, "the flow that gives up"));
        await Shop.AdvanceUntilAsync(_clock, () => Count(database, static _ => true) == 0);
        Assert.Equal(1, Journal.Of(_run).Count("book", 1));
        Assert.Equal(1, store.Beginning!.Arrivals);
    }

    // A handler that fails does not wait for a transaction that it has left to begin.
    [Fact]
    public async Task ARollBack_GivesUpWhatIsBeginning()
    {
        var database = new MemoryDatabase(_clock);
        var store = new HeldStore(database) { Beginning = new AsyncGate() };
        await using var shop = await Shop.StartAsync(store, _clock);
        int attempts = 0;
        Journal.Of(_run).BeforeBooking = async transaction =>
        {
            if (Interlocked.Increment(ref attempts) > 1) return;
            _ = transaction.BeginAsync(Token).AsTask();
            await store.Beginning!.Reached;
            throw new InvalidOperationException("It fails while the transaction begins.");
        };

        await shop.Bus.Topic<Booked>().EmitAsync(new Booked(_run, 1), Token);
        await Eventually.TrueAsync(() => Count(database, static row => row.Row.Owner is null) == 1, waitedFor: "the roll-back");
        store.Beginning!.Open();
        await Shop.AdvanceUntilAsync(_clock, () => Journal.Of(_run).Count("book", 1) == 1);
    }

    [Fact]
    public async Task AnEmitThatIsRefusedAfterItsCallerGaveUp_LeavesNoFailureThatNobodyHasSeen()
    {
        var unseen = new ConcurrentQueue<Guid>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs args)
        {
            foreach (var exception in args.Exception.Flatten().InnerExceptions.OfType<OutboxUnavailableException>()) unseen.Enqueue(exception.Id);
        }

        var id = Guid.NewGuid();
        var never = new TaskCompletionSource();
        var store = new LateStore(new MemoryDatabase(_clock));
        await using var shop = await Shop.StartAsync(store, _clock);
        store.UntilAnswered = () => never.Task;
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await GiveUpAsync(shop, id);
            var other = shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 2), Token).AsTask();
            await Shop.AdvanceUntilAsync(_clock, () => other.IsFaulted, TimeSpan.FromSeconds(1));
            await Assert.ThrowsAsync<OutboxUnavailableException>(() => other);

            // Written after all, and forgotten by the relay.
            never.SetResult();
            store.UntilAnswered = static () => Task.CompletedTask;
            await shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 3), Token);
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.DoesNotContain(id, unseen);
    }

    private static int Count(MemoryDatabase database, Func<MemoryRow, bool> which)
    {
        lock (database) return database.Rows.Values.Count(which);
    }

    // Apart, so that nothing of it is left on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task GiveUpAsync(Shop shop, Guid id)
    {
        using var givesUp = new CancellationTokenSource();
        var emit = shop.Bus.Topic<Placed>().EmitAsync(new Placed(_run, 1), id, givesUp.Token).AsTask();
        await givesUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => emit);
    }
}
