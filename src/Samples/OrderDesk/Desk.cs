using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OrderDesk.Audit;
using OrderDesk.Feed;
using OrderDesk.Orders;
using OrderDesk.Publishing;
using OrderDesk.Receipts;
using OrderDesk.Terminal;

namespace OrderDesk;

/// <summary>The desk's day: open, take in the feed, finish what was accepted, sum up.</summary>
/// <remarks>The bus is made by hand, for the desk lives as long as its feed. In a web application or service, AddEventGen starts and drains it with the host.</remarks>
/// <param name="feed">A path, <c>-</c> for standard input, or <see langword="null"/> for the bundled feed.</param>
/// <param name="publishTo">Where published orders go; <see langword="null"/> to count them only.</param>
/// <param name="receiptsTo">Where receipts go; <see langword="null"/> to count them only.</param>
/// <param name="redis">Where other desks follow; <see langword="null"/> when none do.</param>
/// <param name="drainTimeout">How long the end of the day waits for what was accepted.</param>
internal sealed class Desk(string? feed, string? publishTo, string? receiptsTo, string? redis, TimeSpan drainTimeout)
{
    private readonly Screen _screen = new();
    private readonly Ledger _ledger = new();
    private bool _isCutShort;

    /// <returns>An <see cref="ExitCode"/>.</returns>
    /// <exception cref="UnusableFileException">A file cannot be opened.</exception>
    public async Task<int> RunAsync()
    {
        var clock = Stopwatch.StartNew();
        using var signals = new StopSignals();
        await using var orders = OrderFeed.Open(feed);
        await using var receipts = LineFile.Create(receiptsTo);
        await using var published = LineFile.Create(publishTo);
        await using var services = new ServiceCollection()
            .AddSingleton(_screen)
            .AddSingleton(_ledger)
            .AddSingleton(new Mailer(receipts))
            .BuildServiceProvider();

        await using var bus = EventBus.Create(builder => builder
            .AddModule(OrderDeskEventModule.Instance)
            .AddPublisher(new FilePublisher(published))
            .AddPublisher(RedisLine.Create(redis, receives: false))
            .UseServices(services)
            .Configure(options =>
            {
                options.Source = "order-desk";
                options.DrainTimeout = drainTimeout;

                // A file that cannot take a line will not take it a moment later.
                options.PublisherRetry = RetryPolicy.None;
            }));
        bus.DeliveryFailed += new FailureNotice(_screen).Show;
        await bus.StartAsync();

        // From here on Events.OrderPlaced is this bus's.
        using var ambient = EventBus.Use(bus);
        var intake = new OrderIntake(orders.Lines);
        int code = await new IntakeProgress(_screen, orders, _ledger).ShowAsync(TakeInAsync(intake, bus, signals.Stop));

        var tally = new Tally
        {
            Read = intake.Read,
            Placed = _ledger.Placed,
            Rejected = _ledger.Rejected,
            Receipts = receipts.Lines,
            Published = published.Lines,
            StockLow = _ledger.LowStock.Count,
            Failed = bus.GetHealth().Failed,
        };

        new Summary(_screen).Show(tally, _ledger, clock.Elapsed);
        return code == ExitCode.Done && tally.Failed > 0 && !_isCutShort ? ExitCode.SomeFailed : code;
    }

    private async Task<int> TakeInAsync(OrderIntake intake, EventBus bus, CancellationToken stop)
    {
        int code = ExitCode.Done;
        var taking = intake.RunAsync(stop);
        try
        {
            await taking.WaitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            // A signal, while the intake reads or waits for room.
        }
        catch (IOException exception)
        {
            _screen.Notice($"The feed broke off after line {intake.Read}: {exception.Message}");
            code = ExitCode.UnusableFile;
        }

        if (stop.IsCancellationRequested)
            _screen.Notice($"Stopping: what was accepted is handled within {drainTimeout.TotalSeconds} s; a second signal ends at once.");

        // Waits for everything the queue has accepted. An intake that waits for room meanwhile waits no longer.
        var report = await bus.StopAsync(CancellationToken.None);
        await taking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (report.IsComplete) return code;
        _screen.Notice($"Not everything was handled in time: {report}.");
        _isCutShort = stop.IsCancellationRequested;
        return _isCutShort ? ExitCode.Done : ExitCode.SomeFailed;
    }
}
