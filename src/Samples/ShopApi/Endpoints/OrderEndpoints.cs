using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http.HttpResults;
using ShopApi.Orders;

namespace ShopApi.Endpoints;

/// <summary>Places, pays and shows orders. Nothing here emits an event.</summary>
internal static class OrderEndpoints
{
    public static void MapOrders(this WebApplication app)
    {
        var orders = app.MapGroup("/orders");
        orders.MapPost("/", PlaceAsync);
        orders.MapPost("/{id:int}/pay", PayAsync);
        orders.MapGet("/{id:int}", FindAsync);
        orders.MapGet("/stream", Stream);
    }

    private static async Task<Results<Created<OrderView>, ValidationProblem>> PlaceAsync(NewOrder wanted, ShopDb db, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(wanted.Customer)) return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["customer"] = ["An order needs a customer."] });
        if (wanted.Total <= 0) return TypedResults.ValidationProblem(new Dictionary<string, string[]> { ["total"] = ["The total must be positive."] });
        var order = new Order { Customer = wanted.Customer, Total = wanted.Total };
        db.Orders.Add(order);
        await db.SaveChangesAsync(cancellationToken);
        return TypedResults.Created($"/orders/{order.Id}", OrderView.Of(order, receipts: []));
    }

    private static async Task<Results<Ok<OrderView>, NotFound, Conflict<string>>> PayAsync(int id, ShopDb db, CancellationToken cancellationToken)
    {
        if (await db.Orders.FindAsync([id], cancellationToken) is not { } order) return TypedResults.NotFound();
        if (!order.TryPay()) return TypedResults.Conflict("The order is paid already.");
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return TypedResults.Conflict("The order was paid by somebody else.");
        }

        return TypedResults.Ok(OrderView.Of(order, receipts: []));
    }

    private static async Task<Results<Ok<OrderView>, NotFound>> FindAsync(int id, ShopDb db, CancellationToken cancellationToken)
    {
        if (await db.Orders.AsNoTracking().SingleOrDefaultAsync(order => order.Id == id, cancellationToken) is not { } order) return TypedResults.NotFound();
        int[] receipts = await db.Receipts.Where(receipt => receipt.OrderId == id).Select(receipt => receipt.Id).ToArrayAsync(cancellationToken);
        return TypedResults.Ok(OrderView.Of(order, receipts));
    }

    // Each client has a stream of its own, which ends when the client leaves or the shop stops. A slow one misses events and slows nobody down.
    // The response begins with its first item, so that one says that the client is connected.
    private static ServerSentEventsResult<IOrderEvent?> Stream(IHostApplicationLifetime lifetime) => TypedResults.ServerSentEvents(
        Events.Order.Stream(new() { CancellationToken = lifetime.ApplicationStopping })
            .Select(static e => new SseItem<IOrderEvent?>(e, e.GetType().Name))
            .Prepend(new SseItem<IOrderEvent?>(null, "Connected")));
}
