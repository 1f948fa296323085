using Microsoft.Extensions.Hosting;
using OrderDesk.Orders;

namespace OrderDesk.Serving;

/// <summary>Orders that come in until the desk stops, some lines of the feed wrong, some orders for later.</summary>
internal sealed class LastingFeed(EventBus bus) : BackgroundService
{
    private static readonly string[] s_wares = ["tea", "kettle", "cup", "honey", "lemon", "scone"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var random = new Random(7);
        for (long number = 1; !stoppingToken.IsCancellationRequested; number++)
        {
            using (EventMetadata.Push(correlationId: $"order-{number}")) await TakeInAsync(number, random, stoppingToken);

            // Rush hours and quiet ones, so that the charts have a shape.
            double wave = 1.2 + Math.Sin(number / 90.0);
            await Task.Delay(TimeSpan.FromMilliseconds(15 + (random.Next(60) / wave)), stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TakeInAsync(long number, Random random, CancellationToken stoppingToken)
    {
        if (random.Next(40) == 0)
        {
            bus.Topic<OrderRejected>().Emit(new OrderRejected(number, "'quantity' is 0; it must be at least 1"));
            return;
        }

        // A shelf is emptied for good, so each season has wares of its own.
        string sku = $"{s_wares[random.Next(s_wares.Length)]}-{number / 1500}";
        var order = new OrderPlaced(Guid.NewGuid(), $"c-{random.Next(200)}", sku, random.Next(1, 9), random.Next(100, 5000) / 100m, TimeProvider.System.GetUtcNow());
        try
        {
            if (random.Next(60) == 0) await bus.Topic<OrderPlaced>().ScheduleAsync(order, TimeSpan.FromSeconds(random.Next(20, 120)), stoppingToken);
            else await bus.Topic<OrderPlaced>().EmitAsync(order, stoppingToken);
        }
        catch (Exception exception) when (exception is OperationCanceledException or EventBusStoppedException)
        {
            // The desk closes.
        }
    }
}
