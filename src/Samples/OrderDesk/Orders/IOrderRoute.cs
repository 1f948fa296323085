namespace OrderDesk.Orders;

/// <summary>The way of an order from the feed into the bus. Used by one intake.</summary>
internal interface IOrderRoute
{
    /// <summary>Hands an order over. It may not have been accepted yet when this completes.</summary>
    ValueTask EmitAsync(OrderPlaced order);

    /// <summary>Completes when every order that was handed over has been accepted.</summary>
    Task FinishAsync();
}
