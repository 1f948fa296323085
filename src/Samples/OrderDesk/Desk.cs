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
/// <param name="options">What the command line says.</param>
internal sealed class Desk(DeskOptions options)
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
        await using var orders = OrderFeed.Open(options.Feed);
        await using var receipts = LineFile.Create(options.ReceiptsTo);
        await using var published = LineFile.Create(options.PublishTo, goesOn: options.Outbox is not null);
        var outbox = options.Outbox is { } path ? await DeskOutbox.OpenAsync(path) : null;
        await using var services = new ServiceCollection()
            .AddSingleton(_screen)
            .AddSingleton(_ledger)
            .AddSingleton(Mailbox(outbox, receipts))
            .BuildServiceProvider();

        await using var bus = EventBus.Create(builder => options.Lines.AddTo(KeepOrders(builder, outbox), receive: false)
            .AddModule(OrderDeskEventModule.Instance)
            .AddPublisher(new FilePublisher(published))
            .UseServices(services)
            .Configure(settings =>
            {
                settings.Source = "order-desk";
                settings.DrainTimeout = options.DrainTimeout;

                // A file that cannot take a line will not take it a moment later.
                settings.PublisherRetry = RetryPolicy.None;
            }));
        var failures = new FailureNotice(_screen);
        bus.DeliveryFailed += failures.Show;
        bus.Statistics.Start();
        await bus.StartAsync();

        // From here on Events.OrderPlaced is this bus's.
        using var ambient = EventBus.Use(bus);
        using var ended = new CancellationTokenSource();
        var copying = outbox is not null && options.ReceiptsTo is not null ? outbox.CopyReceiptsAsync(new LineMailbox(receipts), ended.Token) : Task.CompletedTask;
        var intake = new OrderIntake(orders.Lines, outbox is null ? new QueueRoute() : new DurableRoute());
        int code = await new IntakeProgress(_screen, orders, _ledger).ShowAsync(TakeInAsync(intake, bus, outbox, signals.Stop));
        await ended.CancelAsync();
        await copying;

        var publishedOrders = new PublishedOrders(bus);
        var tally = new Tally
        {
            Read = intake.Read,
            Placed = _ledger.Placed,
            Rejected = _ledger.Rejected,
            Receipts = outbox is null ? receipts.Lines : await outbox.Receipts.CountAsync(),
            Published = publishedOrders.Everywhere,
            StockLow = _ledger.LowStock.Count,
            Failed = bus.GetHealth().Failed,
        };

        failures.SumUp();
        new Summary(_screen).Show(tally, _ledger, publishedOrders, clock.Elapsed);
        return code == ExitCode.Done && tally.Failed > 0 && !_isCutShort ? ExitCode.SomeFailed : code;
    }

    private async Task<int> TakeInAsync(OrderIntake intake, EventBus bus, DeskOutbox? outbox, CancellationToken stop)
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
        catch (OutboxUnavailableException exception)
        {
            _screen.Notice($"The outbox took no more after line {intake.Read}: {exception.Message} What it has is kept; start again with the same feed and outbox.");
            code = ExitCode.UnusableFile;
        }

        if (stop.IsCancellationRequested)
            _screen.Notice($"Stopping: what was accepted is handled within {options.DrainTimeout.TotalSeconds} s; a second signal ends at once.");

        bool isDrained = outbox is null || await DeskOutbox.DrainAsync(bus, options.DrainTimeout, stop);

        // Waits for everything the queue has accepted. An intake that waits for room meanwhile waits no longer.
        var report = await bus.StopAsync(CancellationToken.None);
        await taking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!isDrained) _screen.Notice($"Orders that wait are kept in '{outbox}': start again with the same feed and outbox.");
        if (report.IsComplete) return isDrained || stop.IsCancellationRequested ? code : ExitCode.SomeFailed;
        _screen.Notice($"Not everything was handled in time: {report}.");
        _isCutShort = stop.IsCancellationRequested;
        return _isCutShort ? ExitCode.Done : ExitCode.SomeFailed;
    }

    private IMailbox Mailbox(DeskOutbox? outbox, LineFile receipts)
    {
        IMailbox mailbox = outbox is null ? new LineMailbox(receipts) : outbox.Receipts;
        return options.KillAfter is { } after ? new KillingMailbox(mailbox, after) : mailbox;
    }

    private static EventBusBuilder KeepOrders(EventBusBuilder builder, DeskOutbox? outbox) =>
        outbox is null ? builder.AllowDurableEventsWithoutOutbox() : builder.AddSqliteOutbox(outbox.ConnectionString);
}
