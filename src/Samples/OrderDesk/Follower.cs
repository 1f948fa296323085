using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OrderDesk.Audit;
using OrderDesk.Orders;
using OrderDesk.Publishing;
using OrderDesk.Receipts;
using OrderDesk.Terminal;

namespace OrderDesk;

/// <summary>A desk without a feed: it takes in what other desks publish, and prints each order as it arrives.</summary>
/// <param name="lines">Where they publish.</param>
internal sealed class Follower(DeskLines lines)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(500);

    private readonly Screen _screen = new();

    /// <summary>Follows until it is told to stop.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync()
    {
        using var signals = new StopSignals();
        var ledger = new Ledger();
        await using var receipts = LineFile.Create(null);
        await using var published = LineFile.Create(null);
        await using var services = new ServiceCollection()
            .AddSingleton(_screen)
            .AddSingleton(ledger)
            .AddSingleton<IMailbox>(new LineMailbox(receipts))
            .BuildServiceProvider();

        // The same events and handlers as at any desk; what they receive is not kept: the desk that took it in does that. It is published to NATS alone, as the event says, if
        // there is one. Followers of the same brokers are one application, and share what comes over NATS or Kafka; others each have all of it.
        await using var bus = EventBus.Create(builder => lines.AddTo(builder, receive: true)
            .AddModule(OrderDeskEventModule.Instance)
            .AllowDurableEventsWithoutOutbox()
            .AddPublisher(new FilePublisher(published))
            .UseServices(services)
            .Configure(options => options.Source = $"order-desk-follower-{lines.Names}"));
        bus.DeliveryFailed += new FailureNotice(_screen).Show;

        // Printing may be slower than what arrives: what has no room waits in front of the bus, which counts what it loses there.
        await using var orders = bus.Topic<OrderPlaced>().Stream(new() { WhenFull = StreamFullMode.Wait });
        var printing = PrintAsync(orders);
        await bus.StartAsync();
        await TellAsync(bus, signals.Stopped);
        await signals.Stopped;
        var report = await bus.StopAsync();
        await printing;   // of what has arrived; then the stream has ended with the bus
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"followed={ledger.Placed} lost={bus.GetHealth().Dropped}"));
        return report.IsComplete && bus.GetHealth().Failed == 0 ? ExitCode.Done : ExitCode.SomeFailed;
    }

    // Until all brokers are there, or it is to stop.
    private async Task TellAsync(EventBus bus, Task stopped)
    {
        var told = new HashSet<string>();
        while (!stopped.IsCompleted)
        {
            string[] missing = [.. from publisher in bus.GetHealth().Publishers where publisher.LastError is not null select $"Not following {publisher.Name} yet; trying again. {publisher.LastError}"];
            if (missing.Length == 0)
            {
                _screen.Notice("Following. Ctrl-C ends it.");
                return;
            }

            foreach (string notice in missing.Where(told.Add)) _screen.Notice(notice);
            await Task.WhenAny(stopped, Task.Delay(s_look));
        }
    }

    private static async Task PrintAsync(EventStream<OrderPlaced> orders)
    {
        await foreach (var order in orders)
        {
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{order.OrderId}: {order.CustomerId} orders {order.Quantity} x {order.Sku} at {order.UnitPrice:0.00}"));
        }
    }
}
